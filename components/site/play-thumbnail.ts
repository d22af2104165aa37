/**
 * Plays a thumbnail once: now goes through the stretch that is drawn, and what it has passed stands out. The picture has the whole
 * stretch in it already, so nothing is run and nothing is drawn anew; the wall clock only says where now is.
 */

/** Long enough to follow a message over its lanes. */
const PLAY_MS = 3_200
/** The last instant stays for a moment before the picture goes back to its own. */
const REST_MS = 500

/** Gives what ends it at once, with the picture as it was. */
export function playThumbnail(picture: SVGSVGElement): () => void {
  const past = picture.querySelector('[data-past]')
  const future = picture.querySelector('[data-future]')
  const now = picture.querySelector('[data-now]')
  const width = picture.viewBox.baseVal.width
  if (past === null || future === null || now === null || width === 0) return () => {}
  const own = Number(past.getAttribute('width'))

  const showAt = (x: number): void => {
    past.setAttribute('width', String(x))
    future.setAttribute('x', String(x))
    future.setAttribute('width', String(width - x))
    now.setAttribute('x', String(x - 1))
  }

  let frame = 0
  let rest = 0
  let beganAt = -1
  const draw = (wall: number): void => {
    if (beganAt < 0) beganAt = wall
    const share = Math.min(1, (wall - beganAt) / PLAY_MS)
    showAt(Math.round(share * width * 10) / 10)
    picture.dataset.thumbnail = share < 1 ? 'playing' : 'played'
    if (share < 1) frame = requestAnimationFrame(draw)
    else rest = window.setTimeout(() => showAt(own), REST_MS)
  }
  frame = requestAnimationFrame(draw)

  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(rest)
    picture.dataset.thumbnail = ''
    showAt(own)
  }
}
