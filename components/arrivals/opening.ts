/** How the page of the bench begins. What is built into it is known to be right. */

import { readSequence, readSoundLimiter } from '@/components/simulation/arrival-tools.ts'
import type { BenchState } from './share-arrivals.ts'

export function openingOf(sequence: string, left: string, right: string): BenchState {
  const [text, first, second] = [readSequence(sequence), readSoundLimiter(left), readSoundLimiter(right)]
  if (!text.ok || !first.ok || !second.ok) throw new Error(`No bench begins with "${sequence}", "${left}" and "${right}".`)
  return { text: text.value, unit: 'ms', specs: [first.value, second.value] }
}
