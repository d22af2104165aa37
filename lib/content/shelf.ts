/** What lessons refer to: scenarios beside them and under content/scenarios, and the glossary. Read once, with its problems. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import * as z from 'zod'
import { readScenario } from '@/lib/scenarios.ts'
import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import { createSource, type Problem } from './problems.ts'
import { remembered } from './remembered.ts'

const entry = z.strictObject({ word: z.string(), text: z.string() })
const glossarySchema = z.record(z.string(), z.strictObject({
  en: entry,
  ko: entry,
  topic: z.enum(['balancing', 'queueing', 'limiting', 'sharding', 'site']).default('site'),
  related: z.array(z.string()).default([]),
  source: z.strictObject({ title: z.string().min(3), url: z.string().regex(/^https:\/\/[^\s"'<>]+$/, 'an address begins with https://') }).optional(),
}))

export type Glossary = z.output<typeof glossarySchema>

export interface Shelf {
  /** Ids of all scenarios that a lesson may name. */
  readonly scenarioIds: readonly string[]
  readonly glossary: Glossary
  readonly problems: readonly Problem[]
  /** Null when there is none, or when it cannot be read: its own problems say why. */
  scenario(id: string): LoadedScenario | null
}

/** `content` is the folder that holds lessons/, scenarios/ and glossary.yaml. */
export function openShelf(content = join(process.cwd(), 'content')): Shelf {
  const files = new Map<string, string>()
  // A scenario beside its lesson comes before one of the same name that is shared.
  for (const shelf of ['scenarios', 'lessons']) {
    const folder = join(content, shelf)
    for (const group of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
      if (!group.isDirectory()) continue
      for (const name of readdirSync(join(folder, group.name)).sort()) {
        if (name.endsWith('.yaml')) files.set(`${group.name}/${name.slice(0, -5)}`, join(folder, group.name, name))
      }
    }
  }
  const problems: Problem[] = []
  const glossary = readGlossary(join(content, 'glossary.yaml'), problems)
  const read = new Map<string, LoadedScenario | null>()
  return {
    scenarioIds: [...files.keys()].sort(),
    glossary,
    problems,
    scenario(id) {
      const file = files.get(id)
      if (file === undefined) return null
      const known = read.get(id)
      if (known !== undefined) return known
      const reading = readScenario(readFileSync(file, 'utf8'), `${id}.yaml`)
      if (!reading.ok) problems.push(...reading.problems.map((problem) => ({ ...problem, severity: 'error' as const })))
      read.set(id, reading.ok ? reading.scenario : null)
      return read.get(id)!
    },
  }
}

const parseGlossary = remembered(2, (text: string): { readonly glossary: Glossary; readonly said: string | null } => {
  const document = parseDocument(text, { schema: 'core', strict: true, uniqueKeys: true, stringKeys: true })
  const parsed = glossarySchema.safeParse(document.errors.length > 0 ? null : document.toJS())
  if (parsed.success) return { glossary: parsed.data, said: null }
  return { glossary: {}, said: document.errors[0]?.message ?? parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') }
})

function readGlossary(file: string, problems: Problem[]): Glossary {
  if (!existsSync(file)) return {}
  const text = readFileSync(file, 'utf8')
  const { glossary, said } = parseGlossary(text)
  if (said === null) return glossary
  const source = createSource(text, 'glossary.yaml')
  problems.push(source.problem('TRM801', { line: 1, column: 1 }, `the glossary holds "id: { en: { word, text }, ko: { word, text } }": ${said}`))
  return {}
}
