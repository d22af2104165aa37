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

/** No pixel of a bitmap is this number. */
const NEVER = -1
/** A mark lies between pixels in so many steps, each way. */
const STEPS = 4

interface Stamp {
  readonly side: number
  /** What its middle is made of. */
  readonly solid: number
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
      const { side, solid, pixels } = stampOf(kind, size)
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
            const below = buffer[at]!
            // Marks of a kind lie on each other by the hundred, and there a soft edge changes nothing.
            if (pixel === 0 || below === solid) continue
            buffer[at] = below === 0 || pixel >>> 24 === 255 ? pixel : over(pixel, below)
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
  const covers = above >>> 24
  const rest = ((below >>> 24) * (255 - covers)) / 255
  const alpha = covers + rest
  const red = ((above & 255) * covers + (below & 255) * rest) / alpha + 0.5
  const green = (((above >>> 8) & 255) * covers + ((below >>> 8) & 255) * rest) / alpha + 0.5
  const blue = (((above >>> 16) & 255) * covers + ((below >>> 16) & 255) * rest) / alpha + 0.5
  return ((alpha + 0.5) << 24) | (blue << 16) | (green << 8) | red
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
  const solid = pixels[0]![Math.floor(side / 2) * (side + 1)]!
  return { side, solid: solid >>> 24 === 255 ? solid : NEVER, pixels }
}
