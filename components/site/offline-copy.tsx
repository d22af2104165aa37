'use client'

import { useEffect, useState } from 'react'
import type { aboutEn } from '@/content/dictionaries/about.en.ts'
import type { aboutKo } from '@/content/dictionaries/about.ko.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'

type Words = (typeof aboutEn | typeof aboutKo)['offline']

interface Listing {
  readonly files: number
  readonly bytes: number
}

type Going = { readonly kind: 'idle' | 'done' | 'failed' } | { readonly kind: 'going'; readonly done: number; readonly files: number }

/** Says how much the whole site is, and fetches it when asked. Where there is no service worker it says only what holds anyway. */
export function OfflineCopy({ locale, words }: { locale: Locale; words: Words }) {
  const [listing, setListing] = useState<Listing | null>(null)
  const [state, setState] = useState<Going>({ kind: 'idle' })

  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const stop = new AbortController()
    const read = async () => {
      await navigator.serviceWorker.ready
      const answer = await fetch('/offline.json', { signal: stop.signal })
      if (answer.ok) setListing(await answer.json() as Listing)
    }
    read().catch(() => undefined)
    return () => stop.abort()
  }, [])

  const download = async () => {
    const { active } = await navigator.serviceWorker.ready
    if (active === null) return
    setState({ kind: 'going', done: 0, files: listing?.files ?? 0 })
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }: MessageEvent<{ done: number; files: number; failed: number }>) => {
      if (data.done + data.failed < data.files) return setState({ kind: 'going', done: data.done, files: data.files })
      setState({ kind: data.failed === 0 ? 'done' : 'failed' })
      port1.close()
    }
    active.postMessage({ kind: 'everything' }, [port2])
  }

  if (listing === null) return <p>{words.plain}</p>
  return (
    <>
      <p>{formatWith(locale, words.text, { files: listing.files, size: Math.max(0.1, Math.round(listing.bytes / 100_000) / 10) })}</p>
      <p className="mt-4 flex flex-wrap items-center gap-4">
        <button type="button" className="button" aria-disabled={state.kind === 'going'} onClick={() => state.kind !== 'going' && void download()}>{words.all}</button>
        <span role="status" className="text-15 text-ink-2">
          {state.kind === 'going' ? formatWith(locale, words.going, { done: state.done, files: state.files }) : state.kind === 'done' ? words.done : state.kind === 'failed' ? words.failed : ''}
        </span>
      </p>
    </>
  )
}
