/**
 * What: thousands of marks as pixels of one buffer, put onto a canvas at once.
 * Why: a path or a rectangle for each costs the main thread half a microsecond and more; a few dozen stores cost a tenth of that.
 *   Each kind is drawn once, as stamps at quarters of a pixel, from the same geometry as everywhere.
 *
 * Invariant: I1 what one frame has written, and nothing else, is wiped by the next.
 */

import { drawMark, type MarkColors } from './draw-marks.ts'
import type { MarkKind } from './mark-geometry.ts'

export interface Crowd {
  /** Puts `count` marks of a kind around x, y, x, y … onto those that are there; `size` and places are CSS pixels. */
  add(kind: MarkKind, places: Float32Array, count: number, size: number): void
  /** Shows what was added since the last time, and begins anew. The canvas shows nothing else then. */
  show(context: CanvasRenderingContext2D): void
}

/** A mark lies between pixels in so many steps, each way. */
const STEPS = 4

interface Stamp {
  readonly side: number
  /** By the steps down, then right; each `side` × `side` pixels. */
  readonly pixels: readonly Uint32Array[]
}

export function createCrowd(width: number, height: number, ratio: number, colors: MarkColors): Crowd {
  const image = new ImageData(width, height)
  const buffer = new Uint32Array(image.data.buffer)
  const stamps = new Map<string, Stamp>()
  const nothing = { left: width, top: height, right: 0, bottom: 0 }
  let dirty = { ...nothing }
  let shown = { ...nothing }

  function stampOf(kind: MarkKind, size: number): Stamp {
    const key = `${kind} ${size}`
    let stamp = stamps.get(key)
    if (stamp === undefined) {
      stamp = makeStamp(kind, size, ratio, colors)
      stamps.set(key, stamp)
    }
    return stamp
  }

  return {
    add(kind, places, count, size) {
      const { side, pixels } = stampOf(kind, size)
      for (let i = 0; i < count; i++) {
        const x = places[2 * i]! * ratio - side / 2
        const y = places[2 * i + 1]! * ratio - side / 2
        const left = Math.floor(x)
        const top = Math.floor(y)
        if (left < 0 || top < 0 || left + side > width || top + side > height) continue
        const stamp = pixels[Math.floor((y - top) * STEPS) * STEPS + Math.floor((x - left) * STEPS)]!
        if (left < dirty.left) dirty.left = left
        if (top < dirty.top) dirty.top = top
        if (left + side > dirty.right) dirty.right = left + side
        if (top + side > dirty.bottom) dirty.bottom = top + side
        for (let row = 0, from = 0; row < side; row++) {
          let at = (top + row) * width + left
          for (const end = at + side; at < end; at++, from++) {
            const pixel = stamp[from]!
            if (pixel === 0) continue
            buffer[at] = pixel >>> 24 === 255 || buffer[at] === 0 ? pixel : over(pixel, buffer[at]!)
          }
        }
      }
    },
    show(context) {
      const left = Math.min(dirty.left, shown.left)
      const top = Math.min(dirty.top, shown.top)
      const right = Math.max(dirty.right, shown.right)
      const bottom = Math.max(dirty.bottom, shown.bottom)
      if (right > left) context.putImageData(image, 0, 0, left, top, right - left, bottom - top)
      for (let row = dirty.top; row < dirty.bottom; row++) buffer.fill(0, row * width + dirty.left, row * width + dirty.right)
      shown = dirty
      dirty = { ...nothing }
    },
  }
}

/** One pixel over another; red, green, blue and alpha from the lowest byte on, not multiplied. */
function over(above: number, below: number): number {
  const covers = (above >>> 24) / 255
  const rest = ((below >>> 24) / 255) * (1 - covers)
  const alpha = covers + rest
  const mixed = (shift: number): number => Math.round((((above >>> shift) & 255) * covers + ((below >>> shift) & 255) * rest) / alpha) << shift
  return ((Math.round(alpha * 255) << 24) | mixed(16) | mixed(8) | mixed(0)) >>> 0
}

function makeStamp(kind: MarkKind, size: number, ratio: number, colors: MarkColors): Stamp {
  const side = Math.ceil(size * ratio) + 2
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const pixels = Array.from({ length: STEPS * STEPS }, (_, step) => {
    if (context === null) return new Uint32Array(side * side)
    const right = ((step % STEPS) + 0.5) / STEPS
    const down = (Math.floor(step / STEPS) + 0.5) / STEPS
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, side, side)
    drawMark(context, kind, side / 2 + right, side / 2 + down, size * ratio, colors)
    return new Uint32Array(context.getImageData(0, 0, side, side).data.buffer)
  })
  return { side, pixels }
}
