/**
 * What: the colours and families of the style sheet, for pictures drawn on a canvas.
 * Why: a canvas knows no CSS variables. They are read once a theme, and every canvas draws from the same object.
 */

/** Colour names as the style sheet has them; `--ink-2` is `ink2` here. */
const VARIABLES = {
  paper: '--paper', sheet: '--sheet', sunk: '--sunk', line: '--line', edge: '--edge', ink: '--ink', ink2: '--ink-2', ink3: '--ink-3',
  now: '--now', nowWash: '--now-wash', onNow: '--on-now', req: '--req', ok: '--ok', fail: '--fail', wait: '--wait', stale: '--stale', idle: '--idle',
  okText: '--ok-text', failText: '--fail-text', waitText: '--wait-text', staleText: '--stale-text',
  reqWash: '--req-wash', okWash: '--ok-wash', failWash: '--fail-wash', waitWash: '--wait-wash', staleWash: '--stale-wash',
} as const

export type ColourName = keyof typeof VARIABLES

export interface Palette extends Readonly<Record<ColourName, string>> {
  /** How much contrast the person asked for. `forced`: only the system's own colours are used. */
  readonly contrast: 'normal' | 'more' | 'forced'
  readonly textFamily: string
  readonly monoFamily: string
}

/** What stands for a colour when the system's own colours are forced. Shapes, dashes and words carry the rest. */
const FORCED: Partial<Record<ColourName, string>> = {
  paper: 'Canvas', sheet: 'Canvas', sunk: 'Canvas', reqWash: 'Canvas', okWash: 'Canvas', failWash: 'Canvas', waitWash: 'Canvas', staleWash: 'Canvas',
  line: 'GrayText', idle: 'GrayText', now: 'Highlight', nowWash: 'Highlight', onNow: 'HighlightText', req: 'LinkText',
}

/** Who asks for more contrast gets stronger hairlines and words. */
const STRONGER: Partial<Record<ColourName, ColourName>> = { line: 'edge', edge: 'ink3', ink3: 'ink2', ink2: 'ink', idle: 'ink3', ok: 'okText', fail: 'failText', wait: 'waitText', stale: 'staleText' }

let known: Palette | null = null
const listeners = new Set<() => void>()
let stopWatching: (() => void) | null = null

/** The colours now. Kept until the theme changes, as long as somebody listens. */
export function currentPalette(): Palette {
  if (known !== null && stopWatching !== null) return known
  known = readPalette()
  return known
}

/** Calls `listener` after every change of theme, contrast or language. */
export function subscribeToPalette(listener: () => void): () => void {
  listeners.add(listener)
  stopWatching ??= watch()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stopWatching?.()
    stopWatching = null
  }
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const contrast = matchMedia('(forced-colors: active)').matches ? 'forced' : matchMedia('(prefers-contrast: more)').matches ? 'more' : 'normal'
  const colours = {} as Record<ColourName, string>
  for (const name of Object.keys(VARIABLES) as ColourName[]) {
    const asked = contrast === 'more' ? (STRONGER[name] ?? name) : name
    colours[name] = contrast === 'forced' ? (FORCED[name] ?? 'CanvasText') : style.getPropertyValue(VARIABLES[asked]).trim()
  }
  return {
    ...colours, contrast,
    textFamily: style.getPropertyValue('--family-text').trim() || 'sans-serif',
    monoFamily: style.getPropertyValue('--family-mono').trim() || 'monospace',
  }
}

function watch(): () => void {
  const changed = () => {
    known = null
    for (const listener of listeners) listener()
  }
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang', 'class'] })
  const queries = ['(forced-colors: active)', '(prefers-contrast: more)', '(prefers-color-scheme: dark)'].map((query) => matchMedia(query))
  for (const query of queries) query.addEventListener('change', changed)
  known = null
  return () => {
    observer.disconnect()
    for (const query of queries) query.removeEventListener('change', changed)
  }
}
