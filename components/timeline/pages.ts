/**
 * What: the drawing of a window twice over, as past and as future.
 * Why: while a run plays and the window stands, nothing in it changes but on which side of now it lies. A frame then copies the
 *   strip that now has crossed out of two bitmaps, and paints nothing.
 */

export interface Pages {
  /** The bitmaps show something else now. */
  forget(): void
  /** Puts the strip between two places onto the canvas: the past up to `splitPx`, the future from there on, in pixels of the bitmap. */
  draw(context: CanvasRenderingContext2D, fromPx: number, splitPx: number, toPx: number): void
}

/** `paint` draws the whole window, with what has happened or with what has not. */
export function createPages(size: () => { readonly width: number; readonly height: number }, paint: (pen: CanvasRenderingContext2D, isPast: boolean) => void): Pages {
  const past = document.createElement('canvas')
  const future = document.createElement('canvas')
  let isPainted = false

  function paintBoth(): void {
    const { width, height } = size()
    for (const canvas of [past, future]) {
      // Setting a size, even the same one, throws the bitmap away.
      if (canvas.width !== width) canvas.width = width
      if (canvas.height !== height) canvas.height = height
      const pen = canvas.getContext('2d')!
      pen.setTransform(1, 0, 0, 1, 0, 0)
      pen.clearRect(0, 0, width, height)
      paint(pen, canvas === past)
    }
    isPainted = true
  }

  return {
    forget: () => (isPainted = false),
    draw(context, fromPx, splitPx, toPx) {
      if (!isPainted) paintBoth()
      const { width, height } = past
      const from = Math.max(0, fromPx)
      const to = Math.min(width, toPx)
      const split = Math.min(to, Math.max(from, splitPx))
      if (to <= from) return
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(from, 0, to - from, height)
      if (split > from) context.drawImage(past, from, 0, split - from, height, from, 0, split - from, height)
      if (to > split) context.drawImage(future, split, 0, to - split, height, split, 0, to - split, height)
    },
  }
}
