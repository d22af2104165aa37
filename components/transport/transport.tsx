'use client'

import { useEffect, useMemo, useRef } from 'react'
import { isNotable } from '@/components/projection/lookup.ts'
import { formatTime } from '@/components/narration/describe.ts'
import { useInstant, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import { isNextBeat } from '@/components/simulation/clock.ts'
import { SPEEDS } from '@/components/simulation/store.ts'
import { control, controlOn } from '@/components/ui/control.ts'
import { useWords } from '@/components/workbench/words.tsx'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { formatWith } from '@/lib/i18n.ts'

/** To the start, a step back, play, a step forward, now, speed, the next failure. A step is an event. */
export function Transport() {
  const { simulation: words } = useWords()
  const { transport } = words
  const playing = useSimulation((state) => state.playing)
  const isReady = useSimulation((state) => state.trace !== null)
  const { store } = useSimulationParts()
  const { seek, step, play, pause } = store.getState()
  const small = `${control} w-8 shrink-0 max-wide:w-10`
  return (
    // What does not fit goes, the least needed first, by the room there is and not by the window: in a lesson it is half of it.
    <div className="@container grid min-w-0">
      <div role="group" aria-label={transport.label} className="flex items-center gap-2 px-4 leading-none max-wide:gap-1.5 max-wide:px-3">
        <button type="button" className={`${small} @max-[22rem]:hidden`} aria-label={transport.toStart} title={transport.toStart} disabled={!isReady} onClick={() => seek(0)}>
          <Icon path="M4 3v10M13 3L6 8l7 5z" />
        </button>
        <button type="button" className={small} aria-label={transport.back} title={transport.back} disabled={!isReady} onClick={() => step(-1)}>
          <Icon path="M11 3L4 8l7 5z" />
        </button>
        <button
          type="button" disabled={!isReady} data-transport="play" className={`${controlOn} w-11 shrink-0 max-wide:w-12`}
          aria-label={playing ? transport.pause : transport.play} title={playing ? transport.pause : transport.play}
          onClick={() => (playing ? pause() : play())}
        >
          <Icon path={playing ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5L13 8l-9 5.5z'} />
        </button>
        <button type="button" className={small} aria-label={transport.forward} title={transport.forward} disabled={!isReady} onClick={() => step(1)}>
          <Icon path="M5 3l7 5-7 5z" />
        </button>
        <Readout label={transport.now} />
        <Speeds />
        <NextNotable />
      </div>
    </div>
  )
}

/** While time runs, nobody reads digits that change more often than this. */
const DIGITS_EVERY_MS = 100

/** The clock writes its digits itself, without React; when it stops, the last ones at once. */
function Readout({ label }: { label: string }) {
  const { clock, store } = useSimulationParts()
  const output = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let letters = 0
    let writtenAt = 0
    const write = () => {
      const text = formatTime(clock.get())
      if (output.current === null) return
      writtenAt = performance.now()
      output.current.textContent = text
      // A box of a known size: digits that change in every frame lay out nothing around them.
      if (text.length === letters) return
      letters = text.length
      output.current.style.width = `${letters * 1.05}ch`
    }
    write()
    const unsubscribe = clock.subscribe(() => {
      if (!store.getState().playing || isNextBeat(performance.now(), writtenAt, DIGITS_EVERY_MS)) write()
    })
    const unsubscribeStore = store.subscribe((state, before) => {
      if (!state.playing && before.playing) write()
    })
    return () => {
      unsubscribe()
      unsubscribeStore()
    }
  }, [clock, store])
  return (
    <span className="ml-1.5 flex min-w-[6.2rem] items-center font-mono whitespace-nowrap text-[1.0625rem] tracking-wide text-now tabular-nums max-wide:ml-0.5 max-wide:min-w-0 max-wide:text-15 max-wide:tracking-normal">
      <span className="sr-only">{label} </span>
      <span ref={output} data-now="" className="h-6 whitespace-pre leading-6 contain-strict" />
    </span>
  )
}

function Speeds() {
  const { simulation: words } = useWords()
  const speed = useSimulation((state) => state.speed)
  const setSpeed = useSimulation((state) => state.setSpeed)
  return (
    <div role="radiogroup" aria-label={words.transport.speed} className="ml-3 flex rounded-control border border-edge max-wide:hidden @max-[38rem]:hidden">
      {SPEEDS.map((one) => (
          <button
            key={one} type="button" role="radio" aria-checked={one === speed} tabIndex={one === speed ? 0 : -1}
            className={`h-7 px-2.5 text-14 tabular-nums pointer-coarse:h-11 ${one === speed ? 'bg-ink text-paper' : 'text-ink-2 hover:text-ink'}`}
            onClick={() => setSpeed(one)}
            onKeyDown={(event) => {
              const move = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0
              if (move === 0) return
              event.preventDefault()
              event.stopPropagation()
              const next = (SPEEDS.indexOf(one) + move + SPEEDS.length) % SPEEDS.length
              setSpeed(SPEEDS[next]!)
              event.currentTarget.parentElement?.querySelectorAll('button')[next]?.focus()
            }}
          >
            {one}×
          </button>
      ))}
    </div>
  )
}

function NextNotable() {
  const { simulation: words, locale } = useWords()
  const trace = useSimulation((state) => state.trace)
  const next = useSimulation((state) => state.nextNotable)
  const { row } = useInstant(250)
  const rows = useMemo(() => (trace === null ? new Uint32Array() : notableRows(trace)), [trace])
  const left = rows.length - countUntil(rows, row)
  const upcoming = rows[rows.length - left]
  const isChange = upcoming !== undefined && trace !== null && trace.vocabulary.events[trace.log.kind[upcoming]!]!.about === 'note'
  return (
    <button type="button" className={`${control} ml-auto gap-2 px-3 text-14 max-wide:px-2`} disabled={left === 0} onClick={() => next(1)} aria-keyshortcuts="n">
      <svg viewBox="0 0 10 10" className={`size-2.5 ${isChange ? 'text-ink' : 'text-fail'}`} aria-hidden="true">
        <path d={isChange ? 'M5 0.5 9.5 5 5 9.5 0.5 5z' : 'M1 1l8 8M9 1L1 9'} fill="none" stroke="currentColor" strokeWidth="1.8" />
      </svg>
      <span className="whitespace-nowrap max-wide:sr-only @max-[42rem]:sr-only">{isChange ? words.transport.nextChange : words.transport.nextFailure}</span>
      <span className="hidden whitespace-nowrap max-wide:inline @max-[42rem]:inline" aria-hidden="true">{words.transport.next}</span>
      <span className="whitespace-nowrap text-note font-normal text-ink-3 tabular-nums max-wide:hidden @max-[48rem]:hidden">{formatWith(locale, words.transport.notables, { left })}</span>
      <kbd className="rounded-control border border-line px-1 font-mono text-note font-normal text-ink-3 max-desk:hidden @max-[48rem]:hidden" aria-hidden="true">N</kbd>
    </button>
  )
}

export function notableRows(trace: Trace): Uint32Array {
  const rows: number[] = []
  for (let row = 0; row < trace.log.count; row++) if (isNotable(trace, row)) rows.push(row)
  return Uint32Array.from(rows)
}

/** How many of the sorted rows are at or before `row`. */
export function countUntil(rows: Uint32Array, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle]! <= row) low = middle + 1
    else high = middle
  }
  return low
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 16 16" className="mx-auto size-4" aria-hidden="true">
      <path d={path} fill="currentColor" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
    </svg>
  )
}
