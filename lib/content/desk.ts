/** What the resolvers of single words share: the run they are about, instants and claims in it, and a place for problems. */

import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import { metricsOf, operandsOf, parseClaim, type Claim, type Names, type Overrides } from './expressions.ts'
import type { Sight } from './facts.ts'
import type { FrontMatter } from './front-matter.ts'
import type { LessonNode, LessonTree } from './lesson-tree.ts'
import { findMoment, parseMoment, type Found } from './moments.ts'
import type { Place, Problem, Source } from './problems.ts'
import type { IndexedRun } from './runs.ts'
import type { Shelf } from './shelf.ts'

/** A claim of the lesson, to be tried on many seeds. */
export interface LessonClaim {
  readonly scenario: LoadedScenario
  readonly overrides: Overrides
  readonly text: string
  readonly claim: Claim
  readonly seeds: number
  /** What it means when it fails: an untrue sentence, or an answer that is right by luck. */
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly place: Place
  readonly source: string
  readonly step: string
}

/** Which run a word is about. */
export interface Circle {
  readonly scenario: LoadedScenario
  readonly names: Names
  readonly machines: readonly string[]
  readonly seed: number
  readonly overrides: Overrides
  readonly step: string
}

/** What the resolvers of single words work with. */
export interface Desk {
  readonly source: Source
  readonly tree: LessonTree
  readonly shelf: Shelf
  readonly front: FrontMatter | null
  readonly problems: Problem[]
  readonly claims: LessonClaim[]
  /** The run of a circle with more knobs; null when there is none, and the problem has been said at `place`. */
  run(circle: Circle, overrides: Overrides, place: Place): IndexedRun | null
  /** Does something with an attribute; what it throws becomes a problem at its place. */
  attempt<T>(node: LessonNode, attribute: string, code: string, read: (text: string) => T): T | null
  wrong(code: string, place: Place, message: string, severity?: Problem['severity']): void
}

const CLAIM_SEEDS = 50

export const START: Found = { atUs: 0, row: -1, request: -1, lane: -1 }

export function sightOf(circle: Circle, found: Found, overrides: Overrides, focus: readonly number[] = [], windowUs: number | null = null, view: Sight['view'] = 'stage'): Sight {
  return { scenario: circle.scenario.id, seed: circle.seed, overrides: { ...circle.overrides, ...overrides }, atUs: found.atUs, row: found.row, focus, windowUs, view }
}

/** An instant that an attribute names, found in the run. */
export function momentOf(desk: Desk, node: LessonNode, attribute: string, circle: Circle, overrides: Overrides): Found | null {
  const moment = desk.attempt(node, attribute, 'SIM205', (text) => parseMoment(text, [...circle.machines, ...circle.names.classes]))
  if (moment === null) return null
  const place = node.places[attribute] ?? node.place
  const run = desk.run(circle, overrides, place)
  if (run === null) return null
  const found = findMoment(moment, run)
  if (found === null) desk.wrong('SIM207', place, `"${String(node.attributes[attribute])}" is never reached: ${whyNever(moment.base, run, circle)}`)
  return found
}

function whyNever(base: ReturnType<typeof parseMoment>['base'], run: IndexedRun, circle: Circle): string {
  if (base.kind === 'time') return `the run ends at ${run.trace.endUs / 1_000_000} s`
  const knobs = Object.keys(circle.overrides).length === 0 ? '' : ` with ${JSON.stringify(circle.overrides)}`
  if (base.kind !== 'event') return `nothing of the kind happens with seed ${circle.seed}${knobs}`
  const kind = run.trace.vocabulary.events.findIndex(({ name }) => name === base.event)
  let count = 0
  const seen = new Set<number>()
  for (let row = 0; row < run.trace.log.count; row++) {
    seen.add(run.trace.log.kind[row]!)
    if (run.trace.log.kind[row] === kind) count++
  }
  const happening = [...seen].map((one) => run.trace.vocabulary.events[one]!.name).sort().join(', ')
  return `seed ${circle.seed}${knobs} has ${count} of ${base.event}${base.on === null ? '' : `, and not one on ${base.on} there`}. What happens: ${happening}`
}

export function predictionId(desk: Desk, node: LessonNode): string {
  return String(node.attributes.id ?? desk.tree.nodes[node.parent]?.attributes.id ?? '')
}

/** Whether every run that an expression needs can be made; problems have been said. */
export function canRun(desk: Desk, variants: readonly Overrides[], circle: Circle, place: Place): boolean {
  return variants.every((overrides) => desk.run(circle, overrides, place) !== null)
}

/** A claim that parses, fits its scenario, and whose runs can be made. */
export function claimOf(desk: Desk, node: LessonNode, attribute: string, circle: Circle): Claim | null {
  const claim = desk.attempt(node, attribute, 'SIM212', (text) => parseClaim(text, circle.names))
  if (claim === null) return null
  const own = knobsOf(node, 'with')
  const variants = operandsOf(claim).flatMap(metricsOf).map((use) => ({ ...own, ...use.overrides }))
  return canRun(desk, variants, circle, node.places[attribute] ?? node.place) ? claim : null
}

export function addClaim(desk: Desk, node: LessonNode, attribute: string, circle: Circle, overrides: Overrides, claim: Claim, severity: 'error' | 'warning'): void {
  const place = node.places[attribute] ?? node.place
  const seeds = typeof node.attributes.seeds === 'number' ? node.attributes.seeds : CLAIM_SEEDS
  if (seeds < CLAIM_SEEDS) desk.wrong('SIM213', node.places.seeds!, `a claim is tried on at least ${CLAIM_SEEDS} seeds`)
  desk.claims.push({
    scenario: circle.scenario, overrides: { ...circle.overrides, ...overrides }, text: String(node.attributes[attribute]), claim, seeds: Math.max(seeds, CLAIM_SEEDS), severity,
    file: desk.source.file, place, source: desk.source.lines[place.line - 1] ?? '', step: circle.step,
  })
}

export function knobsOf(node: LessonNode, attribute: string): Overrides {
  const knobs = node.attributes[attribute]
  return typeof knobs === 'object' && !Array.isArray(knobs) ? (knobs as Overrides) : {}
}
