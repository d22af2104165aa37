/**
 * Words in an SVG do not wrap by themselves, and a picture made on the server has nothing to measure with. Widths are estimated from
 * the letters' classes in the text face; the estimate errs to the wide side, so what fits here fits on the page.
 */

const narrow = /[iljtfrI.,:;'|()[\]! ]/
const wide = /[mwMW@%×]/
const hangul = /[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/

/** Estimated width of a text of `size` pixels. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const letter of text) ems += hangul.test(letter) ? 0.9 : wide.test(letter) ? 0.8 : narrow.test(letter) ? 0.34 : /[A-Z]/.test(letter) ? 0.66 : 0.57
  return ems * size
}

/** Breaks a text at spaces into lines that fit; the last line of several keeps the rest, cut with an ellipsis. */
export function wrapText(text: string, size: number, width: number, maxLines: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || textWidth(longer, size) <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  lines.push(line)
  if (lines.length <= maxLines) return lines.map((one) => cutText(one, size, width))
  return [...lines.slice(0, maxLines - 1), cutText(lines.slice(maxLines - 1).join(' '), size, width)]
}

export function cutText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text
  let kept = text
  while (kept !== '' && textWidth(`${kept}…`, size) > width) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}
