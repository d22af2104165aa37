/** How a bench begins: a sequence by name, two limiters in words. What the build gives is known to be right. */

import { PRESETS, presetText, problemsOf, readLimiter } from '@/components/simulation/arrival-tools.ts'
import type { BenchState } from './share-arrivals.ts'

export function openingOf(sequence: string, left: string, right: string): BenchState {
  const preset = PRESETS.find((name) => name === sequence)
  const specs = [readLimiter(left), readLimiter(right)] as const
  if (preset === undefined || specs[0] === null || specs[1] === null || problemsOf(specs[0]).length + problemsOf(specs[1]).length > 0) throw new Error(`No bench begins with "${sequence}", "${left}" and "${right}".`)
  return { text: presetText(preset, 1), unit: 'ms', specs: [specs[0], specs[1]] }
}
