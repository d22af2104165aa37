/**
 * What: sequences to begin with, as the text a person would write.
 * Why: each shows where limiters part: an even stream, two bunches at the edge of a window, bursts with pauses, chance.
 *
 * Picture (edge of a window):   0 ──────────── ●●●●●│●●●●● ── 2 s
 *
 * Invariants: I1 every text is read without a problem; I2 the same name and seed give the same text.
 * Source: Poisson arrivals as in `simulations/kernel/distributions.ts`.
 * Simplifications: Poisson arrivals are rounded to a millisecond.
 * Complexity: O(arrivals).
 */

import { drawExponential } from '../../kernel/distributions.ts'
import { createRng } from '../../kernel/random.ts'

export const PRESETS = ['edge-burst', 'steady', 'bursts', 'poisson', 'two-clients', 'clock-jumps-back'] as const

export type PresetName = (typeof PRESETS)[number]

const POISSON_PER_SECOND = 8
const POISSON_COUNT = 40

export function presetText(name: PresetName, seed: number): string {
  return lines(name, seed).join('\n')
}

function lines(name: PresetName, seed: number): readonly string[] {
  switch (name) {
    case 'edge-burst':
      return [...run(5, 900, 20), ...run(5, 1_000, 20), ...run(2, 1_900, 50), ...run(4, 2_000, 20)].map((ms) => `${ms} ms`)
    case 'steady':
      return run(20, 0, 150).map((ms) => `${ms} ms`)
    case 'bursts':
      return [0, 1_300, 2_600].flatMap((from) => run(8, from, 15)).map((ms) => `${ms} ms`)
    case 'poisson': {
      const rng = createRng(seed, 'arrivals')
      let atUs = 0
      return Array.from({ length: POISSON_COUNT }, () => {
        atUs += Math.round((drawExponential(rng) * 1_000_000) / POISSON_PER_SECOND)
        return `${Math.round(atUs / 1_000)} ms`
      })
    }
    case 'two-clients':
      return run(18, 0, 80).map((ms, at) => `${ms} ms ${at % 3 === 2 ? 'bob' : 'ann'}${at === 8 ? ' cost=4' : ''}`)
    case 'clock-jumps-back':
      return [...run(5, 1_000, 60), ...run(5, 700, 60), ...run(6, 1_060, 120)].map((ms) => `${ms} ms`)
  }
}

function run(count: number, fromMs: number, everyMs: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => fromMs + at * everyMs)
}
