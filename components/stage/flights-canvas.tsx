'use client'

import { useEffect, useRef, useState } from 'react'
import { createCrowd, type Crowd } from '@/components/marks/crowd.ts'
import { drawMark, drawMarks, type MarkColors } from '@/components/marks/draw-marks.ts'
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
  const [drawsAll, setDrawsAll] = useState(false)

  useEffect(() => {
    const element = canvas.current!
    const context = element.getContext('2d')
    if (context === null) return
    const flights = createFlights()
    let colors = readColors()
    let crowd: Crowd | null = null
    let frame = 0
    let hadLost = false
    let noteShown = ''
    let isOnScreen = true

    function draw(): void {
      frame = 0
      if (!isOnScreen || document.hidden || context === null) return
      if (fitTo(element, layout)) crowd = null
      collectFlights(trace, index, layout, clock.get(), flights, drawsAll ? Infinity : mostMarks)
      context.setTransform(element.width / layout.width, 0, 0, element.height / layout.height, 0, 0)
      if (countOf(flights) <= SMALL_FROM) {
        crowd = null
        context.clearRect(0, 0, layout.width, layout.height)
        paint(context, flights, layout, colors)
      } else {
        crowd ??= beginCrowd(context, layout, colors)
        if (hadLost) context.clearRect(0, 0, layout.width, layout.height) // Crosses are no part of the crowd's buffer.
        paintCrowd(context, crowd, flights, colors)
        hadLost = flights.columns.lost.count > 0
      }
      sayWhatIsDrawn()
    }

    function sayWhatIsDrawn(): void {
      const text = flights.sampleOf > 1 ? format(locale, words.drawn, { n: flights.sampleOf }) : drawsAll && flights.total > mostMarks ? words.allDrawn : ''
      if (text === noteShown || note.current === null) return
      noteShown = text
      note.current.firstElementChild!.textContent = text
      note.current.hidden = text === ''
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
      crowd = null
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
  }, [trace, index, clock, layout, words, locale, mostMarks, drawsAll])

  return (
    <>
      <canvas ref={canvas} aria-hidden="true" className="pointer-events-none absolute inset-0 z-5 h-full w-full" />
      <p ref={note} hidden className="pointer-events-none absolute bottom-1 left-3 z-5 text-note text-ink-3 wide:left-6">
        <span />
        <button type="button" className="link pointer-events-auto ml-2 cursor-pointer py-1" onClick={() => setDrawsAll(!drawsAll)}>{drawsAll ? words.drawSample : words.drawAll}</button>
      </p>
    </>
  )
}

function countOf({ columns }: Flights): number {
  let count = 0
  for (const kind of flightKinds) count += columns[kind].count
  return count
}

/** Draws what the buffer holds, one path a kind; what fades is drawn one by one. */
function paint(context: CanvasRenderingContext2D, flights: Flights, layout: StageLayout, colors: MarkColors): void {
  const size = layout.markSize
  for (const kind of flightKinds) {
    const column = flights.columns[kind]
    if (column.count === 0) continue
    if (kind === 'lost') drawFading(context, flights, size, colors)
    else drawMarks(context, kind, column.places, 0, column.count, size, colors)
    if (kind === 'retry') drawAttempts(context, flights, size, colors)
  }
}

function beginCrowd(context: CanvasRenderingContext2D, layout: StageLayout, colors: MarkColors): Crowd {
  const { width, height } = context.canvas
  context.clearRect(0, 0, layout.width, layout.height)
  return createCrowd(width, height, width / layout.width, colors)
}

/** The same for a crowd: small marks, without the numbers of tries. */
function paintCrowd(context: CanvasRenderingContext2D, crowd: Crowd, flights: Flights, colors: MarkColors): void {
  for (const kind of flightKinds) if (kind !== 'lost') crowd.add(kind, flights.columns[kind].places, flights.columns[kind].count, SMALL_SIZE)
  crowd.show(context)
  drawFading(context, flights, SMALL_SIZE, colors)
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

/** Whether the canvas had another size; setting one, even the same, wipes it. */
function fitTo(canvas: HTMLCanvasElement, layout: StageLayout): boolean {
  const ratio = Math.min(3, window.devicePixelRatio || 1)
  const width = Math.round(layout.width * ratio)
  const height = Math.round(layout.height * ratio)
  if (canvas.width === width && canvas.height === height) return false
  canvas.width = width
  canvas.height = height
  return true
}
