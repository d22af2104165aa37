/**
 * What: a picture to keep: the stage and the diagram as they stand, with title, seed, instant and link.
 * Why: a picture without its seed and its link is an anecdote. With them anybody can run it again.
 *
 * SVG is drawn by the browser outside the page, where no style sheet reaches: what its classes mean is copied into attributes
 * first. Text then falls back to the system's own family.
 */

import { currentPalette, type Palette } from '@/components/simulation/palette.ts'

export interface PictureParts {
  readonly title: string
  /** "seed 4217", in the language of the page. */
  readonly seed: string
  /** "at 5.329 s". */
  readonly instant: string
  readonly link: string
  /** From top to bottom. Each as wide as it is on the page. */
  readonly parts: readonly (HTMLCanvasElement | SVGSVGElement | PicturePart)[]
}

/** A part that draws itself, in CSS pixels. */
export interface PicturePart {
  readonly width: number
  readonly height: number
  readonly draw: (context: CanvasRenderingContext2D) => void | Promise<void>
}

const RATIO = 2
const MARGIN_PX = 24
const GAP_PX = 12
const HEAD_PX = 56
const FOOT_PX = 36
/** A browser refuses larger canvases, some silently. */
const MOST_PX = 8_000

export async function exportPng({ title, seed, instant, link, parts }: PictureParts): Promise<Blob> {
  const palette = currentPalette()
  const drawn = await Promise.all(parts.map((part) => partOf(part)))
  const width = Math.min(MOST_PX / RATIO, 2 * MARGIN_PX + Math.max(480, ...drawn.map((part) => part.width)))
  const height = Math.min(MOST_PX / RATIO, HEAD_PX + MARGIN_PX + FOOT_PX + drawn.reduce((sum, part) => sum + part.height + GAP_PX, 0))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * RATIO)
  canvas.height = Math.round(height * RATIO)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser gives no canvas to draw a picture on.')
  context.scale(RATIO, RATIO)
  context.fillStyle = palette.sheet
  context.fillRect(0, 0, width, height)
  writeHead(context, palette, title, `${seed}, ${instant}`, width)
  let y = HEAD_PX + GAP_PX
  for (const part of drawn) {
    context.save()
    context.translate(MARGIN_PX, y)
    await part.draw(context)
    context.restore()
    y += part.height + GAP_PX
  }
  context.font = `12.5px ${palette.textFamily}`
  context.fillStyle = palette.ink3
  context.textAlign = 'left'
  context.fillText(shorten(context, link, width - 2 * MARGIN_PX), MARGIN_PX, height - 16)
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large for this browser.')) : resolve(blob)), 'image/png')
  })
}

function writeHead(context: CanvasRenderingContext2D, palette: Palette, title: string, facts: string, width: number): void {
  context.textBaseline = 'alphabetic'
  context.font = `13px ${palette.monoFamily}`
  context.fillStyle = palette.ink2
  context.textAlign = 'right'
  context.fillText(facts, width - MARGIN_PX, 36)
  const taken = context.measureText(facts).width
  context.textAlign = 'left'
  context.font = `600 20px ${palette.textFamily}`
  context.fillStyle = palette.ink
  context.fillText(shorten(context, title, width - 2 * MARGIN_PX - taken - 16), MARGIN_PX, 36)
  context.fillRect(MARGIN_PX, HEAD_PX - 4, width - 2 * MARGIN_PX, 1.5)
}

/** A text as long as there is room for, with an ellipsis where it was cut. */
function shorten(context: CanvasRenderingContext2D, text: string, roomPx: number): string {
  if (context.measureText(text).width <= roomPx) return text
  let cut = text.length
  while (cut > 1 && context.measureText(`${text.slice(0, cut)}…`).width > roomPx) cut--
  return `${text.slice(0, cut)}…`
}

async function partOf(part: HTMLCanvasElement | SVGSVGElement | PicturePart): Promise<PicturePart> {
  if (part instanceof HTMLCanvasElement) {
    const { width, height } = part.getBoundingClientRect()
    return { width, height, draw: (context) => context.drawImage(part, 0, 0, width, height) }
  }
  if (!(part instanceof SVGSVGElement)) return part
  const { width, height } = part.getBoundingClientRect()
  const image = await imageOf(part, width, height)
  return { width, height, draw: (context) => context.drawImage(image, 0, 0, width, height) }
}

const COPIED = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-opacity', 'opacity', 'font-size', 'font-weight', 'text-anchor', 'visibility', 'display'] as const

async function imageOf(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [svg, ...svg.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  originals.forEach((original, number) => {
    const style = getComputedStyle(original)
    const target = copies[number]!
    for (const name of COPIED) target.setAttribute(name, style.getPropertyValue(name))
    target.removeAttribute('class')
    target.removeAttribute('style')
  })
  copy.setAttribute('width', String(width * RATIO))
  copy.setAttribute('height', String(height * RATIO))
  copy.setAttribute('font-family', 'sans-serif')
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const image = new Image()
  // The policy of the site allows pictures from data:, not from blob:.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  return image
}
