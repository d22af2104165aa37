/**
 * What: claims of lessons, tried on many seeds.
 * Why: a number in prose that is true of the one seed an author looked at is a story; true of fifty it is knowledge.
 *
 * Invariants: I1 what has been tried with the same engine, scenario, knobs and claim is not tried again.
 */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeShared, ENGINE_VERSION } from '@/components/simulation/share.ts'
import { simulatorPath } from '@/lib/simulator-of.ts'
import { testClaim } from './evaluate.ts'
import type { Overrides } from './expressions.ts'
import type { LessonClaim } from './desk.ts'
import type { Problem } from './problems.ts'
import { makeRun } from './runs.ts'

interface Verdict {
  readonly tried: number
  /** Seeds on which it failed, the worst first, with the value of the left side. */
  readonly failed: readonly (readonly [seed: number, value: number])[]
  /** Least and most over all seeds. */
  readonly range: readonly [number, number]
}

/** Keeps verdicts from one build to the next; null keeps none. */
export interface VerdictStore {
  get(key: string): Verdict | null
  set(key: string, verdict: Verdict): void
}

export function fileStore(folder = join(process.cwd(), '.cache', 'claims')): VerdictStore {
  return {
    get(key) {
      const file = join(folder, `${key}.json`)
      if (!existsSync(file)) return null
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as Verdict
      } catch {
        return null
      }
    },
    set(key, verdict) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${key}.json`), JSON.stringify(verdict))
    },
  }
}

/** A hash of every file that a verdict depends on beside the claim: the engine and the meaning of metrics. */
export function engineHash(root = process.cwd()): string {
  const hash = createHash('sha256')
  const files = [
    ...['kernel', 'structures', 'algorithms', 'procedures', 'components', 'scenario'].flatMap((folder) => sources(join(root, 'simulations', folder))),
    ...['metrics', 'placement-metrics', 'evaluate', 'expressions', 'quantities', 'claims', 'runs'].map((name) => join(root, 'lib', 'content', `${name}.ts`)),
    join(root, 'components', 'projection', 'histogram.ts'),
  ].sort()
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

function sources(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !/\.(test|laws)\.ts$/.test(name)).map((name) => join(folder, name))
}

/** Tries claims; those that fail come back as problems. `engine` is what `engineHash` gave. */
export function checkClaims(claims: readonly LessonClaim[], store: VerdictStore | null, engine: string): { readonly problems: readonly Problem[]; readonly tried: number } {
  const keyed = claims.map((claim) => ({ claim, key: keyOf(claim, engine) }))
  const verdicts = new Map<string, Verdict>()
  const open = new Map<string, LessonClaim>()
  for (const { claim, key } of keyed) {
    const known = store?.get(key) ?? null
    if (known !== null) verdicts.set(key, known)
    else open.set(key, claim)
  }
  for (const [key, verdict] of tryAll(open)) {
    verdicts.set(key, verdict)
    store?.set(key, verdict)
  }
  return { tried: open.size, problems: keyed.flatMap(({ claim, key }) => problemOf(claim, verdicts.get(key)!)) }
}

function keyOf({ scenario, overrides, text, seeds }: LessonClaim, engine: string): string {
  const content = JSON.stringify([engine, scenario.document, scenario.script, Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1)), text.replace(/\s+/g, ' ').trim(), seeds])
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}

/** Claims about one scenario share their runs: seed by seed, so that only the runs of one seed are in memory. */
function tryAll(open: ReadonlyMap<string, LessonClaim>): Map<string, Verdict> {
  const trials = [...open].map(([key, claim]) => ({ key, claim, failed: [] as [number, number, number][], least: Infinity, most: -Infinity }))
  const scenarios = new Set(trials.map(({ claim }) => claim.scenario))
  for (const scenario of scenarios) {
    const own = trials.filter(({ claim }) => claim.scenario === scenario)
    const most = Math.max(...own.map(({ claim }) => claim.seeds))
    for (let seed = 1; seed <= most; seed++) {
      const runs = new Map<string, ReturnType<typeof makeRun>>()
      const run = (overrides: Overrides) => {
        const key = JSON.stringify(Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1)))
        const made = runs.get(key) ?? makeRun(scenario, overrides, seed)
        runs.set(key, made)
        if (!made.ok) throw new Error(`seed ${seed}: ${made.problem}`)
        return made.run
      }
      for (const trial of own) {
        if (seed > trial.claim.seeds) continue
        const { claim, overrides } = trial.claim
        const { holds, value, missBy } = testClaim(claim, (more) => run({ ...overrides, ...more }))
        trial.least = Math.min(trial.least, value)
        trial.most = Math.max(trial.most, value)
        if (!holds) trial.failed.push([seed, value, missBy])
      }
    }
  }
  return new Map(trials.map(({ key, claim, failed, least, most }) => {
    failed.sort((a, b) => b[2] - a[2] || a[0] - b[0])
    return [key, { tried: claim.seeds, failed: failed.map(([seed, value]) => [seed, value] as const), range: [least, most] as const }]
  }))
}

function problemOf(claim: LessonClaim, { tried, failed, range }: Verdict): Problem[] {
  const worst = failed[0]
  if (worst === undefined) return []
  const unit = claim.claim.subject.unit
  const shown = failed.slice(0, 3).map(([seed, value]) => `${describe(value, unit)} (seed ${seed})`).join(', ')
  const link = encodeShared({ scenario: claim.scenario.id, engine: ENGINE_VERSION, seed: worst[0], overrides: claim.overrides, interventions: claim.scenario.script, atUs: 0, speed: 0.25, view: 'stage' })
  const about = claim.severity === 'error' ? `claim "${claim.text}"` : `the right answer, "${claim.text}",`
  const advice = claim.severity === 'error' ? `widen the claim, or change the words it backs` : 'the answer depends on luck: ask for something sturdier'
  return [{
    code: 'SIM311', file: claim.file, line: claim.place.line, column: claim.place.column, source: claim.source, severity: claim.severity,
    message: `${about} failed on ${failed.length} of ${tried} seeds: ${shown}. Over all seeds: ${describe(range[0], unit)} to ${describe(range[1], unit)}; ${advice}${claim.step === '' ? '' : ` in step ${claim.step}`}.\n        Open the worst run: /en${simulatorPath(claim.scenario)}#${link}`,
  }]
}

function describe(value: number, unit: string): string {
  if (Number.isNaN(value)) return 'no value'
  switch (unit) {
    case 'duration':
      return value < 1_000 ? `${Math.round(value)} µs` : value < 10_000_000 ? `${Math.round(value / 1_000)} ms` : `${(value / 1_000_000).toFixed(1)} s`
    case 'share':
      return `${(value * 100).toFixed(1)} %`
    case 'rate':
      return `${value.toFixed(1)}/s`
    default:
      return String(Math.round(value * 100) / 100)
  }
}
