'use client'

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { BenchRun } from '@/components/simulation/arrival-run.ts'
import { control } from '@/components/ui/control.ts'
import { formatWith } from '@/lib/i18n.ts'
import { writeInstant, type Words } from './arrival-words.ts'
import { describeArrival, explainDecision } from './describe-decision.ts'
import { arrivalsNear, moveArrival, placeArrival, removeLine } from './edit-text.ts'
import { BenchPicture } from './picture.tsx'
import { recordedLane, recordingOf } from './recorded-lane.ts'
import { layOut, LEFT, RIGHT, stepFor, usAt, xOf, type Layout, type Sight } from './picture-model.ts'
import { LONGEST_FIELD, type Bench } from './use-bench.ts'

/** The pen goes in steps of at least so many pixels. */
const STEP_PX = 4
const REACH_PX = 9
const ZOOM = 1.6

/** The picture that can be drawn on, pointed at and walked through. */
export function LivePicture({ words, bench, run }: { words: Words; bench: Bench; run: BenchRun }) {
  const { text } = words
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [chosen, setChosen] = useState<{ readonly fromUs: number; readonly toUs: number; readonly begun: number } | null>(null)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)))
    observer.observe(box.current!)
    return () => observer.disconnect()
  }, [])
  const window = chosen?.begun === bench.begun ? chosen : null
  const setWindow = (span: { readonly fromUs: number; readonly toUs: number } | null): void => setChosen(span === null ? null : { ...span, begun: bench.begun })
  const seen = window ?? run
  const sight = useMemo<Sight>(() => ({ width: Math.max(280, width), fromUs: seen.fromUs, toUs: seen.toUs }), [width, seen.fromUs, seen.toUs])
  const recording = useMemo(() => recordingOf(bench.text), [bench.text])
  const recorded = useMemo(() => (recording === undefined ? null : recordedLane(recording, run)), [recording, run])
  const layout = useMemo(() => layOut(run, sight, recorded !== null), [run, sight, recorded])
  const cursor = bench.cursor < run.text.arrivals.count ? bench.cursor : -1
  const show = (fromUs: number, toUs: number): void => {
    const span = Math.min(toUs - fromUs, run.toUs - run.fromUs)
    if (span >= run.toUs - run.fromUs) return setWindow(null)
    const from = Math.round(Math.min(Math.max(run.fromUs, fromUs), run.toUs - span))
    setWindow({ fromUs: from, toUs: Math.round(from + Math.max(span, 100)) })
  }
  const zoom = (by: number): void => {
    const at = cursor < 0 ? (sight.fromUs + sight.toUs) / 2 : run.text.arrivals.atUs[cursor]!
    const span = (sight.toUs - sight.fromUs) / by
    show(at - span / 2, at + span / 2)
  }
  const look = (i: number): void => {
    bench.setCursor(i)
    const at = run.text.arrivals.atUs[i]!
    const span = sight.toUs - sight.fromUs
    if (at < sight.fromUs || at > sight.toUs) show(at - span / 2, at + span / 2)
  }
  const remove = (): void => {
    const at = run.text.arrivals.atUs[cursor]!
    const held = arrivalsNear(bench.text, bench.unit, at, 0)
    const line = held.find((one) => one.line === run.text.arrivals.line[cursor])?.line ?? held[0]?.line
    if (line === undefined) return
    setWindow({ fromUs: sight.fromUs, toUs: sight.toUs })
    bench.setText(removeLine(bench.text, line), 'drawn')
  }
  const { keys } = run.text.arrivals
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b border-line pb-2 text-14">
        <p className="mr-auto text-ink-2" aria-hidden="true">{text.picture.key}</p>
        {keys.length > 1 ? (
          <label className="flex items-center gap-2">
            <span className="text-ink-2">{text.view.level}</span>
            <select className="h-7 max-w-40 rounded-control border border-edge bg-sheet px-1.5 max-wide:h-11" value={keys[run.lineKey] ?? ''} onChange={(event) => bench.setKey(event.target.value)}>
              {keys.slice(0, 500).map((key) => <option key={key} value={key}>{key}</option>)}
            </select>
          </label>
        ) : null}
        <span className="flex flex-wrap gap-1">
          {cursor >= 0 && bench.text.length <= LONGEST_FIELD ? <button type="button" className={`${control} px-2.5`} onClick={remove}>{text.draw.remove}</button> : null}
          <button type="button" className={`${control} px-2.5`} onClick={() => zoom(ZOOM)}>{text.view.in}</button>
          <button type="button" className={`${control} px-2.5`} disabled={window === null} onClick={() => zoom(1 / ZOOM)}>{text.view.out}</button>
          <button type="button" className={`${control} px-2.5`} disabled={window === null} onClick={() => setWindow(null)}>{text.view.all}</button>
        </span>
      </div>
      <div ref={box} className="relative">
        {width === 0 ? null : (
          <>
            <BenchPicture words={words} run={run} sight={sight} layout={layout} recorded={recorded} hint={bench.text.length > LONGEST_FIELD ? '' : text.draw.short} cursor={cursor} />
            <Pen words={words} bench={bench} run={run} sight={sight} layout={layout} look={look} hold={() => setWindow({ fromUs: sight.fromUs, toUs: sight.toUs })} />
            <Reader words={words} run={run} sight={sight} layout={layout} cursor={cursor} look={look} zoom={zoom} />
          </>
        )}
      </div>
    </div>
  )
}

interface PlaceProps {
  readonly words: Words
  readonly run: BenchRun
  readonly sight: Sight
  readonly layout: Layout
  readonly look: (i: number) => void
}

/** The band where arrivals are drawn. What is drawn is written into the text. */
function Pen({ words, bench, run, sight, layout, look, hold }: PlaceProps & { bench: Bench; hold: () => void }) {
  const { locale, text: { draw } } = words
  const hint = useId()
  const { atUs } = run.text.arrivals
  const step = stepFor(((sight.toUs - sight.fromUs) / sight.width) * STEP_PX)
  const snap = (us: number): number => Math.max(0, Math.round(us / step) * step)
  const [penUs, setPen] = useState<number | null>(null)
  const [dragged, setDragged] = useState<{ readonly i: number; readonly fromX: number; readonly isMoving: boolean } | null>(null)
  const isFrozen = bench.text.length > LONGEST_FIELD
  const pen = Math.min(Math.max(penUs ?? snap((sight.fromUs + sight.toUs) / 2), Math.ceil(sight.fromUs / step) * step), Math.floor(sight.toUs / step) * step)
  const here = (us: number): readonly number[] => run.order.length > 20_000 ? [] : [...run.order].filter((i) => Math.abs(atUs[i]! - us) <= step / 2)

  // What is changed is the text of this moment; the run may be a step behind it.
  const write = (text: string, us: number): void => {
    hold()
    bench.lookAt(us)
    bench.setText(text, 'drawn')
    setPen(us)
  }
  const place = (us: number): void => write(placeArrival(bench.text, bench.unit, us), us)
  const near = (us: number, reachUs: number) => arrivalsNear(bench.text, bench.unit, us, reachUs).at(-1)
  const move = (fromUs: number, reachUs: number, us: number): void => {
    const held = near(fromUs, reachUs)
    if (held !== undefined && us !== fromUs) write(moveArrival(bench.text, bench.unit, held.i, us), us)
  }
  const onKey = (event: KeyboardEvent): void => {
    const by = (event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0) * step * (event.shiftKey ? 10 : 1)
    if (by !== 0) {
      const to = Math.max(0, pen + by)
      if (event.altKey) move(pen, step / 2, to)
      else setPen(Math.min(Math.max(to, sight.fromUs), sight.toUs))
    } else if (event.key === 'Home') setPen(sight.fromUs)
    else if (event.key === 'End') setPen(sight.toUs)
    else if (event.key === 'Enter' || event.key === ' ') place(pen)
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const held = near(pen, step / 2)
      if (held !== undefined) write(removeLine(bench.text, held.line), pen)
    } else return
    event.preventDefault()
  }
  const xIn = (event: PointerEvent): number => event.clientX - event.currentTarget.getBoundingClientRect().left
  const markAt = (event: PointerEvent): number | undefined => {
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top + BAND_TOP
    const near = (layout.marks ?? []).map((mark) => ({ i: mark.i, far: Math.max(Math.abs(mark.x - xIn(event)), Math.abs(layout.arrivals.base - 6 - mark.up - y)) })).sort((a, b) => a.far - b.far)[0]
    return near !== undefined && near.far <= REACH_PX ? near.i : undefined
  }
  if (isFrozen) return <p className="mt-1 text-14 text-ink-2">{draw.tooLong}</p>
  const count = here(pen).length
  const penX = xOf(sight, pen)
  return (
    <>
      <div
        role="slider" tabIndex={0} aria-label={draw.label} aria-describedby={hint} aria-valuemin={0} aria-valuemax={Math.round(sight.toUs)} aria-valuenow={Math.round(pen)}
        aria-valuetext={formatWith(locale, draw.at, { time: writeInstant(pen, run.originUs), count })}
        className="group absolute inset-x-0 cursor-crosshair touch-pan-y outline-offset-[-2px]" style={{ top: BAND_TOP, height: layout.arrivals.base - BAND_TOP + 8 }}
        onKeyDown={onKey}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          const i = markAt(event)
          if (i !== undefined) look(i)
          setPen(i === undefined ? snap(usAt(sight, xIn(event))) : atUs[i]!)
          setDragged({ i: i ?? -1, fromX: xIn(event), isMoving: false })
        }}
        onPointerMove={(event) => {
          if (dragged === null) return
          const isMoving = dragged.isMoving || Math.abs(xIn(event) - dragged.fromX) > 4
          if (isMoving) setPen(snap(Math.min(Math.max(usAt(sight, xIn(event)), sight.fromUs), sight.toUs)))
          if (isMoving !== dragged.isMoving) setDragged({ ...dragged, isMoving })
        }}
        onPointerUp={() => {
          if (dragged === null) return
          if (dragged.i < 0) place(pen)
          else if (dragged.isMoving) move(atUs[dragged.i]!, 0, pen)
          setDragged(null)
        }}
        onPointerCancel={() => setDragged(null)}
      >
        <span aria-hidden="true" className={`pointer-events-none absolute bottom-0 top-6 border-l-2 border-dashed border-now ${dragged?.isMoving === true ? '' : 'opacity-0 group-focus-visible:opacity-100'}`} style={{ left: penX - 1 }} />
        <span aria-hidden="true" className={`pointer-events-none absolute top-0 -translate-x-1/2 whitespace-nowrap bg-now px-1.5 text-13 font-semibold tabular-nums text-on-now ${dragged?.isMoving === true ? '' : 'opacity-0 group-focus-visible:opacity-100'}`} style={{ left: Math.min(Math.max(penX, 40), sight.width - 40) }}>{writeInstant(pen, run.originUs)}</span>
      </div>
      <p id={hint} className="sr-only">{draw.hint}</p>
    </>
  )
}

/** Below the axis. */
const BAND_TOP = 24

/** The two lanes: pointing and arrow keys go from arrival to arrival. */
function Reader({ words, run, sight, layout, cursor, look, zoom }: PlaceProps & { cursor: number; zoom: (by: number) => void }) {
  const { text: { read } } = words
  const hint = useId()
  const { order, differing, text: { arrivals } } = run
  const place = cursor < 0 ? -1 : order.indexOf(cursor)
  const top = layout.arrivals.base + 10
  const go = (to: number): void => {
    const i = order[Math.min(Math.max(0, to), order.length - 1)]
    if (i !== undefined) look(i)
  }
  const onKey = (event: KeyboardEvent): void => {
    const { key } = event
    if (key === 'ArrowRight' || key === 'ArrowDown') go(place + 1)
    else if (key === 'ArrowLeft' || key === 'ArrowUp') go(place < 0 ? order.length - 1 : place - 1)
    else if (key === 'Home') go(0)
    else if (key === 'End') go(order.length - 1)
    else if (key === 'PageDown' || key === 'PageUp') {
      const next = nextDiffering(run, cursor, key === 'PageDown' ? 1 : -1)
      if (next >= 0) look(next)
    } else if (key === '+' || key === '=') zoom(ZOOM)
    else if (key === '-') zoom(1 / ZOOM)
    else return
    event.preventDefault()
  }
  const onPoint = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse' && event.type === 'pointermove' && event.buttons === 0) return
    const bounds = event.currentTarget.getBoundingClientRect()
    const i = nearest(run, sight, layout, event.clientX - bounds.left, event.clientY - bounds.top + top)
    if (i >= 0 && i !== cursor) look(i)
  }
  const said = cursor < 0 ? read.none : `${describeArrival(words, run, cursor)}. ${([0, 1] as const).map((side) => {
    const { verdict, sentence } = explainDecision(words, run, side, cursor)
    return `${side + 1}: ${read.verdicts[verdict]}. ${sentence}`
  }).join(' ')}`
  if (arrivals.count === 0) return null
  return (
    <>
      <div
        role="slider" tabIndex={0} aria-label={read.label} aria-describedby={hint} aria-valuemin={1} aria-valuemax={arrivals.count} aria-valuenow={Math.max(1, place + 1)} aria-valuetext={said}
        className="absolute inset-x-0 cursor-default touch-pan-y outline-offset-[-2px]" style={{ top, height: layout.height - top }}
        onKeyDown={onKey} onPointerDown={onPoint} onPointerMove={onPoint}
      />
      <p id={hint} className="sr-only">{read.hint}{differing.length === 0 ? '' : ` ${words.text.read.nextDifference}: Page Down.`}</p>
    </>
  )
}

/** The next arrival on which the two differ, in order of time; -1: there is none. */
export function nextDiffering({ order, differing, text: { arrivals: { atUs } } }: BenchRun, cursor: number, direction: 1 | -1): number {
  if (differing.length === 0) return -1
  if (cursor < 0) return differing[direction === 1 ? 0 : differing.length - 1]!
  const isBehind = (i: number): boolean => atUs[i]! > atUs[cursor]! || (atUs[i] === atUs[cursor] && i > cursor)
  let low = 0
  let high = differing.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBehind(differing[middle]!)) high = middle
    else low = middle + 1
  }
  if (direction === 1) return differing[low] ?? -1
  const before = differing[low - 1] === cursor ? low - 2 : low - 1
  return order.length === 0 ? -1 : (differing[before] ?? -1)
}

/** The arrival whose mark is nearest to a place on the picture. */
function nearest({ order, text: { arrivals: { atUs } } }: BenchRun, sight: Sight, layout: Layout, x: number, y: number): number {
  const inside = Math.min(Math.max(x, LEFT), sight.width - RIGHT)
  if (layout.marks === null) {
    const us = usAt(sight, inside)
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (atUs[order[middle]!]! < us) low = middle + 1
      else high = middle
    }
    return order[Math.min(low, order.length - 1)] ?? -1
  }
  const lane = layout.lanes.find(({ base, top }) => y >= top && y <= base + 4)
  let best = -1
  let least = Infinity
  for (const { i, x: at, up } of layout.marks) {
    const far = Math.abs(at - inside) + (lane === undefined ? 0 : Math.abs(lane.base - 6 - up - y) * 0.4)
    if (far >= least) continue
    least = far
    best = i
  }
  return best
}
