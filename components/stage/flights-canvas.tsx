'use client'

import { useEffect, useRef } from 'react'
import { drawCrowd, drawMark, drawMarks, type MarkColors } from '@/components/marks/draw-marks.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import type { Clock } from '@/components/simulation/clock.ts'
import { currentPalette, subscribeToPalette } from '@/components/simulation/palette.ts'
import { format } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import type { StageWords } from './describe-lane.ts'
import { collectFlights, createFlights, flightKinds, MOST_MARKS, type Flights } from './flights.ts'
import type { StageLayout } from './layout.ts'

interface FlightsCanvasProps {
  readonly trace: Trace
  readonly index: TrafficIndex
  readonly clock: Clock
  readonly layout: StageLayout
  readonly words: StageWords
  readonly locale: Locale
  readonly mostMarks?: number
}

/** Above so many marks they are small, so that they do not cover each other. */
const SMALL_FROM = 600
const SMALL_SIZE = 6

/** What is under way, drawn over the machines straight from the clock: no component renders while time runs. */
export function FlightsCanvas({ trace, index, clock, layout, words, locale, mostMarks = MOST_MARKS }: FlightsCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const note = useRef<HTMLParagraphElement>(null)

  useEffect(() => {
    const element = canvas.current!
    const context = element.getContext('2d')
    if (context === null) return
    const flights = createFlights()
    let colors = readColors()
    let frame = 0
    let sampleShown = 0
    let isOnScreen = true

    function draw(): void {
      frame = 0
      if (!isOnScreen || document.hidden || context === null) return
      fitTo(element, layout)
      context.setTransform(element.width / layout.width, 0, 0, element.height / layout.height, 0, 0)
      context.clearRect(0, 0, layout.width, layout.height)
      collectFlights(trace, index, layout, clock.get(), flights, mostMarks)
      paint(context, flights, layout, colors)
      if (flights.sampleOf === sampleShown) return
      sampleShown = flights.sampleOf
      if (note.current !== null) note.current.textContent = sampleShown > 1 ? format(locale, words.drawn, { n: sampleShown }) : ''
    }

    function ask(): void {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }

    const sight = new IntersectionObserver(([entry]) => {
      isOnScreen = entry!.isIntersecting
      if (isOnScreen) ask()
    })
    sight.observe(element)
    const unsubscribe = clock.subscribe(ask)
    const forgetPalette = subscribeToPalette(() => {
      colors = readColors()
      ask()
    })
    document.addEventListener('visibilitychange', ask)
    ask()
    return () => {
      unsubscribe()
      forgetPalette()
      sight.disconnect()
      document.removeEventListener('visibilitychange', ask)
      cancelAnimationFrame(frame)
    }
  }, [trace, index, clock, layout, words, locale, mostMarks])

  return (
    <>
      <canvas ref={canvas} aria-hidden="true" className="pointer-events-none absolute inset-0 z-5 h-full w-full" />
      <p ref={note} className="pointer-events-none absolute bottom-1 left-3 z-5 text-note text-ink-3 wide:left-6" />
    </>
  )
}

/** Draws what the buffer holds, one path a kind; what fades is drawn one by one. */
export function paint(context: CanvasRenderingContext2D, flights: Flights, layout: StageLayout, colors: MarkColors): void {
  let count = 0
  for (const kind of flightKinds) count += flights.columns[kind].count
  const isCrowd = count > SMALL_FROM
  const size = isCrowd ? SMALL_SIZE : layout.markSize
  for (const kind of flightKinds) {
    const column = flights.columns[kind]
    if (column.count === 0) continue
    if (kind === 'lost') drawFading(context, flights, size, colors)
    else if (isCrowd) drawCrowd(context, kind, column.places, column.count, size, colors)
    else drawMarks(context, kind, column.places, 0, column.count, size, colors)
    if (kind === 'retry' && !isCrowd) drawAttempts(context, flights, size, colors)
  }
}

/** Crosses under way are whole; those of messages lost a moment ago fade. Runs of equal opacity share a path. */
function drawFading(context: CanvasRenderingContext2D, flights: Flights, size: number, colors: MarkColors): void {
  const { count, places, opacity } = flights.columns.lost
  for (let at = 0; at < count; ) {
    let end = at + 1
    while (end < count && opacity[end] === opacity[at]) end++
    context.globalAlpha = opacity[at]!
    if (end === at + 1) drawMark(context, 'lost', places[2 * at]!, places[2 * at + 1]!, size, colors)
    else drawMarks(context, 'lost', places, at, end - at, size, colors)
    at = end
  }
  context.globalAlpha = 1
}

function drawAttempts(context: CanvasRenderingContext2D, flights: Flights, size: number, colors: MarkColors): void {
  const { count, places, attempt } = flights.columns.retry
  context.fillStyle = colors.req
  context.font = `700 ${Math.round(size * 0.8)}px ${currentPalette().textFamily}`
  for (let at = 0; at < count; at++) context.fillText(String(attempt[at]), places[2 * at]! + size * 0.55, places[2 * at + 1]! + size * 0.3)
}

function readColors(): MarkColors {
  const { req, ok, stale, ink2, wait, fail, idle, sheet } = currentPalette()
  return { req, ok, stale, 'ink-2': ink2, wait, fail, idle, sheet }
}

function fitTo(canvas: HTMLCanvasElement, layout: StageLayout): void {
  const ratio = Math.min(3, window.devicePixelRatio || 1)
  const width = Math.round(layout.width * ratio)
  const height = Math.round(layout.height * ratio)
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
}
