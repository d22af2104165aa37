'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState, type ComponentType } from 'react'
import type { FindDialogProps } from '@/components/find/find-dialog.tsx'

/**
 * What a page does by itself. It opens the search for Ctrl K and for buttons marked `data-find`; the search is loaded then. And it starts
 * the service worker when there is nothing else to do, and tells it which pages were opened, so that they open again without a network.
 * A newer version waits until every tab of the old one is closed: nobody loses what is typed or running.
 */
export function Awake({ locale, words }: Omit<FindDialogProps, 'onClose'>) {
  const pathname = usePathname()
  const [Dialog, setDialog] = useState<ComponentType<FindDialogProps> | null>(null)

  useEffect(() => {
    const listen = (event: Event) => {
      const isKey = event instanceof KeyboardEvent
      if (isKey ? event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey : !(event.target as Element).closest('[data-find]')) return
      event.preventDefault()
      import('@/components/find/find-dialog.tsx').then(({ FindDialog }) => setDialog(() => FindDialog), () => undefined)
    }
    document.addEventListener('keydown', listen)
    document.addEventListener('click', listen)
    return () => {
      document.removeEventListener('keydown', listen)
      document.removeEventListener('click', listen)
    }
  }, [])

  useEffect(() => {
    const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined
    if (process.env.NODE_ENV !== 'production' || worker === undefined) return
    const timer = setTimeout(() => {
      worker.register('/sw.js').then(() => worker.ready).then(({ active }) => active?.postMessage({ kind: 'visited', pathname }), () => undefined)
    }, 1_500)
    return () => clearTimeout(timer)
  }, [pathname])

  return Dialog === null ? null : <Dialog locale={locale} words={words} onClose={() => setDialog(null)} />
}
