/** A knob and its value in the reader's language, outside of the panel that turns it. */

import { policyName } from '@/components/narration/describe.ts'
import type { Words } from '@/components/workbench/words.tsx'
import { formatWith } from '@/lib/i18n.ts'
import { labelKey, serverOf } from './labels.ts'

export function knobLabel({ knobs }: Words['simulation'], path: string): string {
  return formatWith('en', (knobs.labels as Readonly<Record<string, string>>)[labelKey(path)] ?? path, { server: serverOf(path) })
}

export function knobValue(words: Words['simulation'], value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? words.knobs.on : words.knobs.off
  if (typeof value === 'number') return String(value)
  return (words.knobs.options as Readonly<Record<string, string>>)[value] ?? policyName(words, value)
}
