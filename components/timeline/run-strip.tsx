'use client'

import { useEffect, useRef } from 'react'
import { currentPalette, subscribeToPalette } from '@/components/simulation/palette.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import type { ReadableClock } from './diagram-view.ts'
import { lastInstant } from './run-end.ts'
import { stripSlices } from './strip-slices.ts'
import { spanOf, type Viewport } from './time-window.ts'
import type { TimelineWords } from './words.ts'

interface RunStripProps {
  readonly trace: Trace
  readonly clock: ReadableClock
  readonly viewport: Viewport
  readonly words: TimelineWords
  readonly locale: Locale
  readonly armedFromUs?: number | null
  readonly onSeek: (us: number) => void
  readonly onScrub?: (active: boolean) => void
  readonly className?: string
}

const HEIGHT_PX = 40
const BASE_PX = 31
const PAD_PX = 10
const TALL_PX = 24
const SHORT_PX = 5
const MOST_PX = 13

/** The whole run in 40 px: answered as short ticks, failures and notes tall, the window as a bracket. The only overview. */
export function RunStrip(props: RunStripProps) {
  const { trace, clock, viewport, words, armedFromUs = null, className = '' } = props
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const current = useRef(props)

  useEffect(() => {
    current.current = props
  })

  useEffect(() => {
    const element = canvas.current!
    const context = element.getContext('2d')!
    const picture = document.createElement('canvas')
    let frame = 0
    let width = 0
    let ratio = 1
    let drawn = ''
    const endUs = trace.endUs
    const xOf = (us: number) => PAD_PX + (us / endUs) * (width - 2 * PAD_PX)

    const paintRun = () => {
      drawn = ''
      const palette = currentPalette()
      const slices = Math.max(1, Math.round(width - 2 * PAD_PX))
      const { answered, failed, notes, mostAnswered } = stripSlices(trace, slices)
      picture.width = element.width
      picture.height = element.height
      const pen = picture.getContext('2d')!
      pen.setTransform(ratio, 0, 0, ratio, 0, 0)
      const known = armedFromUs === null ? slices : Math.floor((armedFromUs / endUs) * slices)
      const columns = (colour: string, height: (slice: number) => number) => {
        pen.fillStyle = colour
        pen.beginPath()
        for (let slice = 0; slice < known; slice++) {
          const tall = height(slice)
          if (tall > 0) pen.rect(PAD_PX + slice, BASE_PX - tall, 1, tall)
        }
        pen.fill()
      }
      columns(palette.edge, (slice) => (answered[slice] === 0 ? 0 : SHORT_PX + ((MOST_PX - SHORT_PX) * answered[slice]!) / Math.max(1, mostAnswered)))
      columns(palette.fail, (slice) => (failed[slice] === 0 ? 0 : Math.min(TALL_PX, 15 + 2 * failed[slice]!)))
      pen.fillStyle = palette.ink
      for (let slice = 0; slice < known; slice++) {
        if (notes[slice] === 0) continue
        pen.fillRect(PAD_PX + slice - 0.5, BASE_PX - TALL_PX - 2, 2, TALL_PX + 2)
        pen.fillRect(PAD_PX + slice - 0.5, BASE_PX - TALL_PX - 2, 6, 4)
      }
      pen.fillRect(PAD_PX, BASE_PX, Math.max(0, xOf(armedFromUs ?? lastInstant(trace)) - PAD_PX), 1.25)
      if (armedFromUs === null) return
      pen.fillStyle = palette.edge
      for (let x = xOf(armedFromUs); x < width - PAD_PX; x += 5) pen.fillRect(x, BASE_PX, 1.5, 1.25)
    }

    const draw = () => {
      frame = 0
      if (width === 0) return
      const palette = currentPalette()
      const window = viewport.get()
      const half = (x: number) => Math.round(2 * x) / 2
      const from = half(Math.max(PAD_PX - 4, Math.min(width - PAD_PX, xOf(window.fromUs))))
      const to = half(Math.min(width - PAD_PX + 4, Math.max(from + 3, xOf(window.toUs))))
      const now = Math.round(xOf(clock.get()))
      // A run of seconds lies in a thousand pixels: most frames move nothing here.
      const places = `${from} ${to} ${now}`
      if (places === drawn) return
      drawn = places
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.clearRect(0, 0, width, HEIGHT_PX)
      context.fillStyle = palette.sunk
      context.fillRect(from, 2, to - from, HEIGHT_PX - 6)
      context.drawImage(picture, 0, 0, width, HEIGHT_PX)
      context.strokeStyle = palette.ink2
      context.lineWidth = 1.25
      context.beginPath()
      for (const [x, inwards] of [[from, 1], [to, -1]] as const) {
        const reach = Math.min(4, (to - from) / 2)
        context.moveTo(x + inwards * reach, 2.5)
        context.lineTo(x, 2.5)
        context.lineTo(x, HEIGHT_PX - 4.5)
        context.lineTo(x + inwards * reach, HEIGHT_PX - 4.5)
      }
      context.stroke()
      context.fillStyle = palette.now
      context.fillRect(now - 1, 1, 2, BASE_PX - 1)
      context.beginPath()
      context.moveTo(now, BASE_PX - 2)
      context.lineTo(now + 5.5, HEIGHT_PX - 2)
      context.lineTo(now - 5.5, HEIGHT_PX - 2)
      context.closePath()
      context.fill()
    }
    const redraw = () => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const resize = () => {
      if (root.current === null) return // Taken from the page before its effects were.
      width = Math.floor(root.current.getBoundingClientRect().width)
      if (width === 0) return
      ratio = Math.min(3, window.devicePixelRatio || 1)
      element.width = Math.round(width * ratio)
      element.height = Math.round(HEIGHT_PX * ratio)
      element.style.width = `${width}px`
      element.style.height = `${HEIGHT_PX}px`
      paintRun()
      redraw()
    }

    let pressed = false
    const seek = (event: PointerEvent) => {
      const x = event.clientX - element.getBoundingClientRect().left
      const end = current.current.armedFromUs ?? lastInstant(trace)
      const us = Math.min(end, Math.max(0, Math.round(((x - PAD_PX) / (width - 2 * PAD_PX)) * endUs)))
      current.current.onSeek(us)
      // The window follows at once: a jump over the whole run is made to be looked at.
      const port = current.current.viewport
      const window = port.get()
      if (us < window.fromUs || us > window.toUs) port.set({ fromUs: us - 0.6 * spanOf(window), toUs: us + 0.4 * spanOf(window) })
    }
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return
      pressed = true
      element.setPointerCapture(event.pointerId)
      current.current.onScrub?.(true)
      seek(event)
    }
    const move = (event: PointerEvent) => {
      if (pressed) seek(event)
    }
    const up = () => {
      if (pressed) current.current.onScrub?.(false)
      pressed = false
    }
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', up)
    element.addEventListener('pointercancel', up)
    const observer = new ResizeObserver(resize)
    observer.observe(root.current!)
    const stops = [clock.subscribe(redraw), viewport.subscribe(redraw), subscribeToPalette(() => {
      paintRun()
      redraw()
    })]
    resize()
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      for (const stop of stops) stop()
      element.removeEventListener('pointerdown', down)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', up)
      element.removeEventListener('pointercancel', up)
    }
  }, [trace, clock, viewport, armedFromUs])

  return (
    <div ref={root} className={`h-10 overflow-hidden bg-sheet ${className}`}>
      {/* The diagram is the slider of the same time; this is its overview for a pointer. */}
      <canvas ref={canvas} role="img" aria-label={words.strip} className="block cursor-pointer touch-none select-none" />
    </div>
  )
}
