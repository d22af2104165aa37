/** What the checks found, as files that the build reads: recordings replayed, formulas measured, and what each file says it leaves out. */

import 'server-only'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const results = (name: string): unknown => JSON.parse(readFileSync(join(process.cwd(), 'conformance', 'results', name), 'utf8'))

const replaySchema = z.object({
  format: z.literal('slantwise-replay/1'),
  passed: z.number(),
  failed: z.number(),
  areas: z.array(z.object({ area: z.string(), isImplemented: z.boolean(), systems: z.array(z.string()), cases: z.number(), matched: z.number() })).min(1),
})

const theorySchema = z.object({
  format: z.literal('slantwise-theory/1'),
  confidence: z.number(),
  passed: z.number(),
  failed: z.number(),
  rows: z.array(z.object({
    topic: z.string(), system: z.string(), figure: z.string(), measured: z.number(), prediction: z.number(), interval: z.tuple([z.number(), z.number()]),
    isExact: z.boolean(), passed: z.boolean(), requests: z.number(),
  })).min(1),
})

export type ReplayArea = z.output<typeof replaySchema>['areas'][number]
export type TheoryRow = z.output<typeof theorySchema>['rows'][number]

export const readReplay = () => replaySchema.parse(results('replay.json'))
export const readTheory = () => theorySchema.parse(results('theory.json'))

export interface Simplification {
  readonly file: string
  readonly text: string
}

/** Folders of simulations/ that the page lists. */
export const SIMPLIFIED = {
  algorithms: ['algorithms/balancing', 'algorithms/rate-limiting', 'algorithms/sharding'],
  machines: ['components/traffic', 'components/placement', 'components/arrival-bench', 'kernel'],
} as const

/** The paragraph "Simplifications:" of every file in these folders of simulations/, in order of their names. */
export function simplificationsIn(folders: readonly string[]): readonly Simplification[] {
  return folders.flatMap((folder) => {
    const place = join(process.cwd(), 'simulations', folder)
    const found = readdirSync(place).filter((name) => name.endsWith('.ts') && !/\.(test|laws)\.ts$/.test(name)).sort().flatMap((name) => {
      const text = simplificationOf(readFileSync(join(place, name), 'utf8'))
      return text === null ? [] : [{ file: `simulations/${folder}/${name}`, text }]
    })
    if (found.length === 0) throw new Error(`No file in simulations/${folder} says what it leaves out: the page would claim that nothing is.`)
    return found
  })
}

/** From the label to the next label or the end of the header; null when the file says none. */
export function simplificationOf(source: string): string | null {
  const header = /^\s*\/\*\*[\s\S]*?\*\//.exec(source)?.[0] ?? ''
  const paragraph = /\* Simplifications: ([\s\S]*?)(?=\n \* [A-Z][a-z]+:|\n \*\s*\n|\n? \*\/|\*\/)/.exec(header)?.[1]
  const text = paragraph?.replace(/\n \*/g, ' ').replace(/\s+/g, ' ').trim() ?? ''
  return text === '' || /^none\b/i.test(text) ? null : text
}
