/** The words that a simulator of a family is given by its page: those that all share, and the family's own. */

import { stageWords } from '@/components/stage/describe-lane.ts'
import type { Words } from '@/components/workbench/words.tsx'
import type { Dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import type { FamilyName } from './registry.ts'

export function wordsOf(family: FamilyName, locale: Locale, all: Dictionary): Words {
  const { simulation, timeline, code, placement } = all
  const words = { locale, simulation, stage: stageWords(all), timeline, code }
  if (family === 'traffic') return words
  // Labels of controls and of what was done are looked up by name: the family's stand beside the others.
  const labels = { ...simulation.knobs.labels, ...placement.knobs }
  const options = { ...simulation.knobs.options, ...placement.schemes, ...placement.options }
  const commands = { ...simulation.done.commands, ...placement.commands }
  return { ...words, placement, simulation: { ...simulation, knobs: { ...simulation.knobs, labels, options }, done: { ...simulation.done, commands } } as unknown as Words['simulation'] }
}
