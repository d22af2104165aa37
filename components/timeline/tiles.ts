/**
 * What: the drawing in pieces of TILE_PX, each painted once and kept as a bitmap.
 * Why: while a run plays or is scrubbed nothing in it changes, only where it lies and which part is past. A frame then copies
 * a few bitmaps; a piece is painted when it first comes into view, and the next one ahead of time.
 */

export const TILE_PX = 320
/** Bitmaps kept: what a wide screen shows, and as much again. */
const MOST_TILES = 18

export interface Tiles {
  /**
   * Paints what is missing between two instants, the nearest to `firstUs` first, until `budgetMs` is used up; at least one piece.
   * False when something is still missing: the next frame goes on.
   */
  fill(fromUs: number, untilUs: number, firstUs: number, budgetMs: number): boolean
  /** Copies the painted part between two instants onto the canvas; the future is passed with less opacity. */
  draw(context: CanvasRenderingContext2D, fromUs: number, originUs: number, untilUs: number, opacity: number): void
  /** Paints one piece that is not in view yet, if it is missing. */
  prepare(atUs: number): void
  /** Called with everything the bitmaps depend on; forgets them when it changed. */
  configure(settings: TileSettings): void
}

export interface TileSettings {
  readonly usPerPx: number
  readonly heightPx: number
  readonly ratio: number
  /** Anything else that changes what is painted. */
  readonly key: string
}

/** `paint` draws the piece that begins at `fromUs`, `widthPx` wide. */
export function createTiles(paint: (context: CanvasRenderingContext2D, fromUs: number, widthPx: number) => void): Tiles {
  const tiles = new Map<number, HTMLCanvasElement>()
  const spare: HTMLCanvasElement[] = []
  let settings: TileSettings = { usPerPx: 1, heightPx: 0, ratio: 1, key: '' }

  function tile(number: number): HTMLCanvasElement {
    const known = tiles.get(number)
    if (known !== undefined) {
      tiles.delete(number)
      tiles.set(number, known)
      return known
    }
    if (tiles.size >= MOST_TILES) {
      const [oldest, canvas] = tiles.entries().next().value!
      tiles.delete(oldest)
      spare.push(canvas)
    }
    const canvas = spare.pop() ?? document.createElement('canvas')
    const width = Math.ceil(TILE_PX * settings.ratio)
    const height = Math.max(1, Math.ceil(settings.heightPx * settings.ratio))
    // Setting a size, even the same one, throws the bitmap away.
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    const context = canvas.getContext('2d')!
    context.setTransform(settings.ratio, 0, 0, settings.ratio, 0, 0)
    paint(context, number * TILE_PX * settings.usPerPx, TILE_PX)
    tiles.set(number, canvas)
    return canvas
  }

  return {
    fill(fromUs, untilUs, firstUs, budgetMs) {
      const tileUs = TILE_PX * settings.usPerPx
      const missing: number[] = []
      for (let number = Math.floor(fromUs / tileUs); number * tileUs < untilUs; number++) {
        if (tiles.has(number)) tile(number)
        else missing.push(number)
      }
      missing.sort((a, b) => Math.abs((a + 0.5) * tileUs - firstUs) - Math.abs((b + 0.5) * tileUs - firstUs))
      const began = performance.now()
      for (let i = 0; i < missing.length; i++) {
        if (i > 0 && performance.now() - began > budgetMs) return false
        tile(missing[i]!)
      }
      return true
    },
    configure(next) {
      // A pan adds to both ends of a window; what rounding then does to its length is no new scale.
      const sameScale = Math.abs(next.usPerPx - settings.usPerPx) <= settings.usPerPx * 1e-9
      if (sameScale && next.heightPx === settings.heightPx && next.ratio === settings.ratio && next.key === settings.key) return
      settings = next
      spare.push(...tiles.values())
      tiles.clear()
      spare.length = Math.min(spare.length, MOST_TILES)
    },
    draw(context, fromUs, originUs, untilUs, opacity) {
      const { usPerPx, ratio, heightPx } = settings
      const tileUs = TILE_PX * usPerPx
      if (untilUs <= fromUs) return
      context.globalAlpha = opacity
      for (let number = Math.floor(fromUs / tileUs); number * tileUs < untilUs; number++) {
        const canvas = tiles.get(number)
        if (canvas === undefined) continue
        const left = Math.round(((number * tileUs - originUs) / usPerPx) * ratio)
        const from = Math.max(left, Math.round(((fromUs - originUs) / usPerPx) * ratio))
        const to = Math.min(left + canvas.width, Math.round(((untilUs - originUs) / usPerPx) * ratio))
        if (to <= from) continue
        context.drawImage(canvas, from - left, 0, to - from, canvas.height, from / ratio, 0, (to - from) / ratio, heightPx)
      }
      context.globalAlpha = 1
    },
    prepare(atUs) {
      tile(Math.floor(atUs / (TILE_PX * settings.usPerPx)))
    },
  }
}
