/**
 * What: hands on the diagram: drag scrubs, click seeks or picks a message, wheel with a key and pinch zoom, a sideways wheel pans.
 * Why: one set of listeners outside React; the wheel must be heard non-passively, or the page would zoom instead.
 */

import type { DiagramView } from './diagram-view.ts'
import { panBy, spanOf, timeAt, zoomAround, type TimeWindow, type Viewport } from './time-window.ts'

export interface Hands {
  readonly view: DiagramView
  readonly viewport: () => Viewport
  readonly endUs: () => number
  readonly seek: (us: number) => void
  /** A message was clicked; -1: none. */
  readonly pick: (row: number) => void
  readonly scrubbing: (active: boolean) => void
  /** The pointer rests on a lane; -1: on none. */
  readonly lane: (lane: number) => void
}

/** Movement that makes a press a drag. */
const SLOP_PX = 4
const SLOP_TOUCH_PX = 8
const REACH_PX = 6
const REACH_TOUCH_PX = 14
/** Near the edge of the drawing a drag turns the window along. */
const EDGE_PX = 24

export function installHands(canvas: HTMLElement, hands: Hands): () => void {
  const pressed = new Map<number, { readonly startX: number; x: number; y: number; readonly touch: boolean }>()
  let dragging = false
  let pinch: { readonly apartPx: number; readonly window: TimeWindow; readonly atUs: number } | null = null
  let edgeTimer = 0

  const place = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const usAt = (x: number) => timeAt(hands.viewport().get(), hands.view.widthPx(), x)
  const seekTo = (x: number) => hands.seek(Math.min(hands.endUs(), Math.max(0, Math.round(usAt(x)))))

  function down(event: PointerEvent): void {
    if (event.button !== 0) return
    const { x, y } = place(event)
    pressed.set(event.pointerId, { startX: x, x, y, touch: event.pointerType === 'touch' })
    canvas.setPointerCapture(event.pointerId)
    if (pressed.size === 2) beginPinch()
  }

  function move(event: PointerEvent): void {
    const { x, y } = place(event)
    const press = pressed.get(event.pointerId)
    if (press === undefined) {
      if (event.pointerType === 'touch') return
      hands.view.point({ x, y })
      tellLane(hands.view.laneAt(y))
      return
    }
    press.x = x
    press.y = y
    if (pinch !== null) return pinchTo()
    if (!dragging && Math.abs(x - press.startX) > (press.touch ? SLOP_TOUCH_PX : SLOP_PX)) {
      dragging = true
      hands.view.point(null)
      hands.view.hold(true)
      hands.scrubbing(true)
    }
    if (!dragging) return
    seekTo(x)
    followEdge(x)
  }

  function up(event: PointerEvent): void {
    const press = pressed.get(event.pointerId)
    pressed.delete(event.pointerId)
    if (press === undefined) return
    if (pinch !== null) {
      if (pressed.size < 2) pinch = null
      return
    }
    if (dragging) return endDrag()
    if (event.type !== 'pointerup') return
    const row = hands.view.messageAt(press.x, press.y, press.touch ? REACH_TOUCH_PX : REACH_PX)
    hands.pick(row)
    if (row < 0) seekTo(press.x)
  }

  function endDrag(): void {
    dragging = false
    window.clearInterval(edgeTimer)
    edgeTimer = 0
    hands.view.hold(false)
    hands.scrubbing(false)
  }

  /** Scrubbing at the edge pulls more of the run into view. */
  function followEdge(x: number): void {
    const width = hands.view.widthPx()
    const beyond = x < EDGE_PX ? x - EDGE_PX : x > width - EDGE_PX ? x - (width - EDGE_PX) : 0
    window.clearInterval(edgeTimer)
    edgeTimer = 0
    if (beyond === 0) return
    edgeTimer = window.setInterval(() => {
      pan(Math.sign(beyond) * Math.min(24, Math.abs(beyond)))
      seekTo(Math.min(width, Math.max(0, x)))
    }, 33)
  }

  function pan(byPx: number): void {
    const viewport = hands.viewport()
    const window = viewport.get()
    viewport.set(panBy(window, (byPx / hands.view.widthPx()) * spanOf(window), hands.endUs()))
  }

  function beginPinch(): void {
    const [a, b] = [...pressed.values()]
    if (dragging) endDrag()
    pinch = { apartPx: Math.max(20, Math.abs(a!.x - b!.x)), window: hands.viewport().get(), atUs: usAt((a!.x + b!.x) / 2) }
  }

  function pinchTo(): void {
    const [a, b] = [...pressed.values()]
    if (pinch === null || a === undefined || b === undefined) return
    const width = hands.view.widthPx()
    const zoomed = zoomAround(pinch.window, pinch.atUs, Math.max(20, Math.abs(a.x - b.x)) / pinch.apartPx, hands.endUs())
    // The instant between the fingers stays between them.
    const shift = pinch.atUs - timeAt(zoomed, width, (a.x + b.x) / 2)
    hands.viewport().set(panBy(zoomed, shift, hands.endUs()))
  }

  function wheel(event: WheelEvent): void {
    const unit = event.deltaMode === 1 ? 16 : 1
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault()
      const factor = Math.exp(-event.deltaY * unit * (Math.abs(event.deltaY) < 30 ? 0.01 : 0.0025))
      hands.viewport().set(zoomAround(hands.viewport().get(), usAt(place(event).x), factor, hands.endUs()))
      return
    }
    const sideways = event.shiftKey ? event.deltaY : event.deltaX
    if (Math.abs(sideways) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return
    event.preventDefault()
    pan(sideways * unit)
  }

  function doubleClick(event: MouseEvent): void {
    hands.viewport().set(zoomAround(hands.viewport().get(), usAt(place(event).x), event.altKey ? 0.5 : 2, hands.endUs()))
  }

  let toldLane = -1
  function tellLane(lane: number): void {
    if (lane === toldLane) return
    toldLane = lane
    hands.lane(lane)
  }

  const leave = () => {
    hands.view.point(null)
    tellLane(-1)
  }
  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
  canvas.addEventListener('pointerleave', leave)
  canvas.addEventListener('wheel', wheel, { passive: false })
  canvas.addEventListener('dblclick', doubleClick)
  return () => {
    window.clearInterval(edgeTimer)
    canvas.removeEventListener('pointerdown', down)
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerup', up)
    canvas.removeEventListener('pointercancel', up)
    canvas.removeEventListener('pointerleave', leave)
    canvas.removeEventListener('wheel', wheel)
    canvas.removeEventListener('dblclick', doubleClick)
  }
}
