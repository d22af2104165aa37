'use client'

import { useRef, type FocusEvent, type PointerEvent, type ReactNode } from 'react'

type Stop = () => void

/** Around a table of runs: the row under the pointer, or with the focus, plays its picture once. What plays it comes with the first row. */
export function PlayRows({ children }: { children: ReactNode }) {
  const playing = useRef<{ readonly row: Element; stop: Stop } | null>(null)

  function play(target: EventTarget): void {
    const row = target instanceof Element ? target.closest('tr') : null
    if (row === playing.current?.row) return
    playing.current?.stop()
    playing.current = null
    const picture = row?.querySelector<SVGSVGElement>('svg[data-thumbnail]') ?? null
    if (row === null || picture === null || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const mine = { row, stop: () => {} }
    playing.current = mine
    void import('./play-thumbnail.ts').then(({ playThumbnail }) => {
      if (playing.current === mine) mine.stop = playThumbnail(picture)
    })
  }

  function leave(event: PointerEvent | FocusEvent): void {
    const next = event.relatedTarget
    if (next instanceof Element && event.currentTarget.contains(next) && next.closest('tr') === playing.current?.row) return
    playing.current?.stop()
    playing.current = null
  }

  return (
    <div
      onPointerOver={(event) => event.pointerType === 'mouse' && play(event.target)} onPointerLeave={leave}
      onFocus={(event) => play(event.target)} onBlur={leave}
    >
      {children}
    </div>
  )
}
