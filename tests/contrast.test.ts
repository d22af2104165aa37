import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/*
 * The colours as globals.css has them, measured as WCAG 2 measures contrast: relative luminance of the sRGB colour a screen shows.
 * An oklch colour outside sRGB is brought in by lowering its chroma, as CSS Color 4 says, here by bisection without its tolerance.
 */
type Palette = Record<string, string>

const css = readFileSync('app/globals.css', 'utf8')

function paletteOf(selector: string, from = 0): Palette {
  const start = css.indexOf(`${selector} {`, from)
  const block = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (oklch\([^)]+\))/g)].map(([, name = '', value = '']) => [name, value]))
}

const light = paletteOf(':root')
const dark = paletteOf(":root[data-theme='dark']")
const preferred = paletteOf(':root:not([data-theme])')

function linearRgb(lightness: number, chroma: number, hue: number): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

/** The channels a screen shows: 0 to 255, whole numbers. */
function channels(color: string): [number, number, number] {
  const [lightness = 0, chroma = 0, hue = 0] = [...color.matchAll(/[\d.]+/g)].map(Number)
  const isShown = (values: number[]) => values.every((value) => value >= -0.0001 && value <= 1.0001)
  let [low, high] = [0, chroma]
  if (!isShown(linearRgb(lightness, chroma, hue))) {
    for (let turn = 0; turn < 30; turn += 1) {
      const middle = (low + high) / 2
      if (isShown(linearRgb(lightness, middle, hue))) low = middle
      else high = middle
    }
    high = low
  }
  const encode = (value: number) => {
    const inside = Math.min(1, Math.max(0, value))
    return Math.round(255 * (inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055))
  }
  const [red, green, blue] = linearRgb(lightness, high, hue)
  return [encode(red), encode(green), encode(blue)]
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [brighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (brighter + 0.05) / (darker + 0.05)
}

describe('the measure itself', () => {
  it('gives 21 for black on white and 4.54 for #767676 on white', () => {
    expect(contrast('oklch(0 0 0)', 'oklch(1 0 0)')).toBeCloseTo(21, 5)
    expect(channels('oklch(0.5666 0 0)')).toEqual([118, 118, 118])
    expect(contrast('oklch(0.5666 0 0)', 'oklch(1 0 0)')).toBeCloseTo(4.54, 2)
  })

  it('finds the colours the design names', () => {
    expect(channels(light.paper ?? '')).toEqual([0xf0, 0xf6, 0xf3])
    expect(channels(dark.paper ?? '')).toEqual([0x09, 0x15, 0x13])
  })
})

it('the dark colours of a choice and of a preference are the same, and replace every light one', () => {
  expect(preferred).toEqual(dark)
  expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort())
  expect(Object.keys(light).length).toBeGreaterThan(20)
})

const surfaces = ['paper', 'sheet', 'sunk']
const words = ['ink', 'ink-2', 'ink-3', 'now', 'ok-text', 'fail-text', 'wait-text', 'stale-text']
const marks = ['req', 'ok', 'fail', 'wait', 'stale', 'idle', 'now']
const washes = ['now-wash', 'req-wash', 'ok-wash', 'fail-wash', 'wait-wash', 'stale-wash']

/** What stands on what, and the least contrast: 4.5 for words, 3 for marks and the borders of controls. */
const pairs: [front: string, back: string, least: number][] = [
  ...words.flatMap((word) => surfaces.map((surface): [string, string, number] => [word, surface, 4.5])),
  ['req', 'paper', 4.5],
  ['req', 'sheet', 4.5],
  ...marks.flatMap((mark) => ['paper', 'sheet'].map((surface): [string, string, number] => [mark, surface, 3])),
  ...surfaces.map((surface): [string, string, number] => ['edge', surface, 3]),
  ...washes.map((wash): [string, string, number] => ['ink', wash, 11]),
  ['on-now', 'now', 4.5],
  ['paper', 'ink', 4.5],
  ['paper', 'ink-2', 4.5],
]

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_name, palette) => {
  it.each(pairs)('%s on %s has a contrast of at least %d', (front, back, least) => {
    const [a, b] = [palette[front], palette[back]]
    if (a === undefined || b === undefined) throw new Error(`There is no colour called ${a === undefined ? front : back}.`)
    expect(contrast(a, b)).toBeGreaterThanOrEqual(least)
  })
})
