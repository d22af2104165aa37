/**
 * What: the loop that draws the diagram: one frame for any number of changes, from the clock, the window and the pointer.
 * Why: now moves sixty times a second. React places the elements once; from then on this file alone touches them.
 */

import { upperBound } from '@/components/projection/lookup.ts'
import type { RunIndex } from '@/components/projection/run-index.ts'
import { currentPalette, subscribeToPalette, type Palette } from '@/components/simulation/palette.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { densityFor, EVERYTHING, type Density } from './density.ts'
import { createDiagramWords, type DiagramWords, type WordElements } from './diagram-words.ts'
import { laneLayout, rowsOfLanes, type LaneLayout } from './lane-layout.ts'
import { paintBands, paintGround, paintLensFrame, paintMarks, paintMessages, paintNotes, paintNow, usPerPxOf, type Ground, type Lens } from './paint.ts'
import { createPages } from './pages.ts'
import type { DiagramReader } from './reader.ts'
import { lastInstant } from './run-end.ts'
import { arrivedScene, buildScene, requestScene, strokeAt, type DrawnRun, type Scene, type SceneView } from './scene.ts'
import { surveyOf } from './survey.ts'
import { tickStep } from './ticks.ts'
import { createTiles, TILE_PX } from './tiles.ts'
import { follow, timeAt, xAt, type TimeWindow, type Viewport } from './time-window.ts'
import type { TimelineWords } from './words.ts'

/** What the diagram needs of a clock. */
export interface ReadableClock {
  get(): number
  subscribe(listener: () => void): () => void
}

export interface DiagramSettings {
  readonly trace: Trace
  readonly index: RunIndex
  readonly reader: DiagramReader
  readonly clock: ReadableClock
  readonly viewport: Viewport
  readonly words: TimelineWords
  readonly locale: Locale
  readonly playing: boolean
  /** From here on nothing is shown: the run is not recorded yet. */
  readonly armedFromUs: number | null
  /** A row of the requests, -1 for none. */
  readonly selectedRequest: number
  readonly litLanes: readonly number[]
  /** By row of the subjects: 1 for what gets a ring. */
  readonly ringed?: Uint8Array | undefined
}

export interface DiagramElements extends WordElements {
  readonly root: HTMLElement
  readonly canvas: HTMLCanvasElement
}

export interface DiagramView {
  /** New settings: another run, language, selection. */
  update(settings: DiagramSettings): void
  /** The pointer is over the drawing at (x, y) of the canvas, or null. */
  point(at: { readonly x: number; readonly y: number } | null): void
  /** While a hand scrubs, the window stays where it is. */
  hold(held: boolean): void
  /** Row of the message drawn under a point, -1 for none. */
  messageAt(x: number, y: number, reachPx: number): number
  /** The lane at a height, -1 between two. */
  laneAt(y: number): number
  widthPx(): number
  dispose(): void
}

/** How strongly what has not happened yet is drawn. */
const FUTURE = 0.36
const FUTURE_IN_CONTRAST = 0.6
/** A lens is this wide and holds about as many messages; it brings them nearer when they stand closer than that. */
const LENS_PX = 148
const LENS_MARKS = 56
/** Marks under a lens stand closer, so they are smaller. */
const LENS_SCALE = 0.8
/** What one frame may spend on pieces that were not painted yet; the rest follows in the next. */
const PAINT_MS = 2.5
const HOVER_REACH_PX = 6
const LANE_REACH_PX = 8
/** What belongs to now stands this near to it: marks that have just arrived are whole. */
const NOW_REACH_PX = 26

export function createDiagramView(elements: DiagramElements, first: DiagramSettings): DiagramView {
  const { root, canvas } = elements
  const context = canvas.getContext('2d')!
  let settings = first
  let run: DrawnRun = drawnRun(first)
  let palette: Palette = currentPalette()
  let layout: LaneLayout = laneLayout(first.trace.lanes.length, 1000, 300)
  let widthPx = 0
  let ratio = 1
  let density: Density = EVERYTHING
  let pointer: { readonly x: number; readonly y: number } | null = null
  let held = false
  let lastNow = Number.NaN
  let frame = 0
  let version = 0
  /** What the last frame showed, where that was nothing but the run and now; else null. */
  let drawn: { readonly view: TimeWindow; readonly version: number; readonly settings: DiagramSettings; nowX: number } | null = null
  let lens: Lens | null = null
  let lensScene: { readonly key: string; readonly scene: Scene } | null = null
  const words: DiagramWords = createDiagramWords(elements)
  const tiles = createTiles((pen, fromUs, tilePx) => {
    const scene = buildScene(run, viewFrom(fromUs, tilePx))
    pen.clearRect(0, 0, tilePx, layout.heightPx)
    paintBands(pen, scene, run, layout, palette)
    paintMessages(pen, scene, palette, layout.scale)
    paintNotes(pen, run, layout, fromUs, usPerPxOf(settings.viewport.get(), widthPx), tilePx, palette)
  })

  const pages = createPages(() => canvas, (pen, isPast) => {
    const view = settings.viewport.get()
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    paintGround(pen, run, groundOf(view), palette)
    drawTiles(pen, view, isPast ? view.toUs : -Infinity)
  })

  const viewFrom = (fromUs: number, width: number): SceneView => ({ fromUs, usPerPx: usPerPxOf(settings.viewport.get(), widthPx), widthPx: width, layout, density })

  const redraw = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }

  function resize(): void {
    const box = root.getBoundingClientRect()
    if (box.width === 0) return
    ratio = Math.min(3, window.devicePixelRatio || 1)
    layout = laneLayout(settings.trace.lanes.length, box.width, Math.floor(root.clientHeight), rowsOfLanes(settings.trace))
    widthPx = Math.max(40, Math.floor(box.width) - layout.columnPx)
    const width = Math.round(widthPx * ratio)
    const height = Math.round(layout.heightPx * ratio)
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    canvas.style.width = `${widthPx}px`
    canvas.style.height = `${layout.heightPx}px`
    version++
    words.layOut(layout, widthPx, settings)
    redraw()
  }

  /** Where nothing but now has moved, only what it crossed is drawn again. */
  function draw(): void {
    frame = 0
    if (widthPx === 0) return
    const now = settings.clock.get()
    const view = moveWindow(now)
    if (drawn?.view === view && drawn.version === version && drawn.settings === settings && pointer === null) drawCrossed(view, now, drawn)
    else drawAll(view, now)
  }

  function drawAll(view: TimeWindow, now: number): void {
    const { trace } = settings
    const usPerPx = usPerPxOf(view, widthPx)
    const until = settings.armedFromUs ?? Infinity
    density = densityFor(messagesIn(trace, view, until), density, widthPx)
    tiles.configure({ usPerPx, heightPx: layout.heightPx, ratio, key: `${version} ${density.bands} ${density.every}` })

    const complete = tiles.fill(view.fromUs, Math.min(view.toUs, until), now, PAINT_MS)

    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const nowX = xAt(view, widthPx, now)
    context.clearRect(0, 0, widthPx, layout.heightPx)
    paintGround(context, run, groundOf(view), palette)
    drawTiles(context, view, Math.min(view.toUs, now))
    drawArrived(view, now)
    drawChosen(view)
    paintNow(context, nowX, layout, palette)
    if (!density.bands) lens = null
    const nearer = density.bands ? drawLens(view, usPerPx, now, until) : 0
    words.draw({ view, now, density, nearer, hovered: drawHovered(), pointer, settings, run, layout, widthPx })
    pages.forget()
    // A lens, a pointer or a chosen request reach further than now.
    drawn = complete && pointer === null && settings.playing && settings.selectedRequest < 0 ? { view, version, settings, nowX } : null
    if (!complete) redraw()
    else if (settings.playing) prepareTiles(view)
  }

  function drawCrossed(view: TimeWindow, now: number, before: { nowX: number }): void {
    const nowX = xAt(view, widthPx, now)
    const from = Math.floor(Math.min(before.nowX, nowX)) - NOW_REACH_PX
    const to = Math.ceil(Math.max(before.nowX, nowX)) + NOW_REACH_PX
    const past = Math.min(view.toUs, now, settings.armedFromUs ?? Infinity)
    pages.draw(context, Math.round(from * ratio), Math.round(xAt(view, widthPx, past) * ratio), Math.round(to * ratio))
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    drawArrived(view, now)
    paintNow(context, nowX, layout, palette)
    words.draw({ view, now, density, nearer: 0, hovered: -1, pointer, settings, run, layout, widthPx })
    before.nowX = nowX
    prepareTiles(view)
  }

  const prepareTiles = (view: TimeWindow): void => tiles.prepare(Math.min(view.toUs + TILE_PX * usPerPxOf(view, widthPx) * 0.5, lastInstant(settings.trace)))

  function groundOf(view: TimeWindow): Ground {
    return { window: view, widthPx, layout, step: tickStep(view, widthPx, 84), blankFromUs: settings.armedFromUs, litLanes: settings.litLanes }
  }

  /** What has happened until `pastUs` in full, the rest faded. */
  function drawTiles(pen: CanvasRenderingContext2D, view: TimeWindow, pastUs: number): void {
    const shown = Math.min(view.toUs, settings.armedFromUs ?? Infinity)
    const past = Math.min(pastUs, shown)
    tiles.draw(pen, view.fromUs, view.fromUs, past, 1)
    tiles.draw(pen, Math.max(view.fromUs, past), view.fromUs, shown, palette.contrast === 'normal' ? FUTURE : FUTURE_IN_CONTRAST)
  }

  function drawArrived(view: TimeWindow, now: number): void {
    if (density.every !== 1 || now <= view.fromUs || now >= Math.min(view.toUs, settings.armedFromUs ?? Infinity)) return
    paintMarks(context, arrivedScene(run, viewFrom(view.fromUs, widthPx), now, 8), palette)
  }

  /** Keeps now in view when it moved by itself; a hand that pans or scrubs is left alone. */
  function moveWindow(now: number): TimeWindow {
    const { viewport, trace } = settings
    const view = viewport.get()
    const moved = now !== lastNow && !Number.isNaN(lastNow)
    lastNow = now
    if (!moved || held) return view
    // Pages are turned: strokes that stand still can be read, and only what now crosses has to be drawn again.
    const next = follow(view, now, lastInstant(trace), true)
    if (next !== view) viewport.set(next)
    return next
  }

  /**
   * Every message in a short stretch: around the pointer, or around now while nothing plays. Where the messages stand too close
   * the lens also brings them nearer. Returns how many times nearer; 0 when there is no lens.
   */
  function drawLens(view: TimeWindow, usPerPx: number, now: number, until: number): number {
    lens = lensAt(view, usPerPx, now, until)
    if (lens === null) return 0
    const { left, width, fromUs, usPerPx: lensUsPerPx } = lens
    const end = Math.min(until, lastInstant(settings.trace))
    const key = `${version} ${fromUs} ${lensUsPerPx}`
    const scene = lensScene?.key === key ? lensScene.scene : buildScene(run, lensView(lens))
    lensScene = { key, scene }
    const lensWindow = { fromUs, toUs: fromUs + width * lensUsPerPx }
    const { topPx: top, bottomPx: bottom } = layout
    context.save()
    context.translate(left, 0)
    clipTo(context, 0, top, width, bottom - top)
    context.fillStyle = palette.sheet
    context.fillRect(0, top, width, bottom - top)
    paintGround(context, run, { window: lensWindow, widthPx: width, layout, step: tickStep(lensWindow, width, 60), blankFromUs: settings.armedFromUs, litLanes: settings.litLanes }, palette)
    const part = (from: number, to: number, opacity: number) => {
      if (to <= from) return
      context.save()
      clipTo(context, from, top, to - from, bottom - top)
      context.globalAlpha = opacity
      paintBands(context, scene, run, layout, palette)
      paintMessages(context, scene, palette, layout.scale, 0.9)
      context.restore()
    }
    const nowX = xAt(lensWindow, width, now)
    const endX = Math.min(width, xAt(lensWindow, width, end))
    part(0, Math.min(nowX, endX), 1)
    part(Math.max(0, nowX), endX, palette.contrast === 'normal' ? FUTURE : FUTURE_IN_CONTRAST)
    if (nowX >= 0 && nowX <= width) paintNow(context, nowX, layout, palette)
    context.restore()
    paintLensFrame(context, lens, layout, usPerPx, view.fromUs, palette)
    return usPerPx / lensUsPerPx
  }

  function lensAt(view: TimeWindow, usPerPx: number, now: number, until: number): Lens | null {
    const nowX = xAt(view, widthPx, now)
    const at = pointer !== null && !held ? pointer.x : settings.playing ? Number.NaN : nowX
    if (!(at >= 0 && at <= widthPx) || timeAt(view, widthPx, at) > Math.min(until, lastInstant(settings.trace))) return null
    const width = Math.round(Math.min(LENS_PX, widthPx * 0.36))
    const around = Math.round(timeAt(view, widthPx, at))
    // The stretch is found by the rows sent around the instant, so it holds LENS_MARKS wherever the load is.
    const { hops } = settings.trace
    const middle = upperBound(hops.sentAt, hops.count, around)
    const first = hops.sentAt[Math.max(0, middle - LENS_MARKS / 2)] ?? 0
    const last = hops.sentAt[Math.min(hops.count - 1, middle + LENS_MARKS / 2)] ?? 0
    const half = Math.max(500, Math.min((width / 2) * usPerPx, Math.max(around - first, last - around)))
    const left = Math.round(Math.min(widthPx - width, Math.max(0, at - width / 2)))
    const lensUsPerPx = (2 * half) / width
    // The instant pointed at stays under the pointer, also where the lens meets the edge of the drawing.
    return { left, width, fromUs: around - (at - left) * lensUsPerPx, usPerPx: lensUsPerPx }
  }

  const lensView = ({ fromUs, width, usPerPx }: Lens): SceneView => ({
    fromUs, usPerPx, widthPx: width, layout: { ...layout, scale: layout.scale * LENS_SCALE }, density: EVERYTHING,
  })

  function drawChosen(view: TimeWindow): void {
    const { selectedRequest, armedFromUs } = settings
    if (selectedRequest < 0 || selectedRequest >= settings.trace.subjects.count) return
    const scene = requestScene(run, viewFrom(view.fromUs, widthPx), selectedRequest)
    context.save()
    if (armedFromUs !== null) clipTo(context, 0, 0, xAt(view, widthPx, armedFromUs), layout.heightPx)
    const halo = { ...palette, req: palette.sheet, ok: palette.sheet, fail: palette.sheet, ink3: palette.sheet }
    paintMessages(context, { ...scene, marks: [] }, halo, layout.scale, 4.2)
    paintMessages(context, scene, palette, layout.scale, 2.2)
    context.restore()
  }

  function drawHovered(): number {
    if (pointer === null || held) return -1
    const row = messageAt(pointer.x, pointer.y, HOVER_REACH_PX)
    if (row < 0) return -1
    const { hops, subjects } = settings.trace
    if (hops.subject[row]! < subjects.count && hops.subject[row] !== settings.selectedRequest) {
      context.save()
      if (lens !== null && pointer.x >= lens.left && pointer.x <= lens.left + lens.width) {
        context.translate(lens.left, 0)
        clipTo(context, 0, layout.topPx, lens.width, layout.bottomPx)
        paintMessages(context, requestScene(run, lensView(lens), hops.subject[row]!), palette, layout.scale, 1.9)
      } else paintMessages(context, requestScene(run, viewFrom(settings.viewport.get().fromUs, widthPx), hops.subject[row]!), palette, layout.scale, 1.9)
      context.restore()
    }
    return row
  }

  function messageAt(x: number, y: number, reachPx: number): number {
    const view = settings.viewport.get()
    const zone = 2 * reachPx
    const inLens = lens !== null && x >= lens.left && x <= lens.left + lens.width
    const usPerPx = inLens ? lens!.usPerPx : usPerPxOf(view, widthPx)
    const at = inLens ? lens!.fromUs + (x - lens!.left) * usPerPx : timeAt(view, widthPx, x)
    if (settings.armedFromUs !== null && at > settings.armedFromUs) return -1
    const scene = buildScene(run, { fromUs: at - zone * usPerPx, usPerPx, widthPx: 2 * zone, layout, density: inLens ? EVERYTHING : { bands: false, every: density.every }, withoutBands: true })
    return strokeAt(scene, zone, y, reachPx)
  }

  function update(next: DiagramSettings): void {
    const before = settings
    settings = next
    if (next.trace !== before.trace || next.index !== before.index || next.ringed !== before.ringed) {
      run = drawnRun(next)
      lensScene = null
      density = EVERYTHING
      version++
      // A new run of the same moment is no movement of now.
      lastNow = Number.NaN
    }
    if (next.clock !== before.clock || next.viewport !== before.viewport) {
      stopListening()
      stopListening = listen()
    }
    if (next.trace !== before.trace || next.words !== before.words || next.locale !== before.locale) resize()
    redraw()
  }

  const listen = (): (() => void) => {
    const stops = [settings.clock.subscribe(redraw), settings.viewport.subscribe(redraw)]
    return () => stops.forEach((stop) => stop())
  }
  let stopListening = listen()
  const stopPalette = subscribeToPalette(() => {
    palette = currentPalette()
    version++
    redraw()
  })
  palette = currentPalette()
  const observer = new ResizeObserver(resize)
  observer.observe(root)
  // Words are measured before a line is laid out with them.
  void document.fonts.ready.then(resize)
  resize()

  return {
    update,
    messageAt,
    laneAt: (y) => layout.y.findIndex((lane) => Math.abs(lane - y) < LANE_REACH_PX),
    widthPx: () => widthPx,
    point(at) {
      if (at === pointer || (at !== null && pointer !== null && at.x === pointer.x && at.y === pointer.y)) return
      pointer = at
      redraw()
    },
    hold(next) {
      held = next
      redraw()
    },
    dispose() {
      cancelAnimationFrame(frame)
      stopListening()
      stopPalette()
      observer.disconnect()
      words.dispose()
    },
  }
}

function drawnRun({ trace, index, reader, ringed }: DiagramSettings): DrawnRun {
  return { trace, index, reader, survey: surveyOf(trace, reader), ringed }
}

/** How many messages are sent in a window; what is under way at its beginning is not worth a walk. */
function messagesIn({ hops }: Trace, view: TimeWindow, until: number): number {
  const to = upperBound(hops.sentAt, hops.count, Math.min(view.toUs, until))
  return Math.max(0, to - upperBound(hops.sentAt, hops.count, view.fromUs))
}

function clipTo(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
  context.beginPath()
  context.rect(x, y, Math.max(0, width), height)
  context.clip()
}
