/**
 * What: the numbers that can be asked of a run of keys on nodes.
 * Why: "moved", "missed" and "spread" must mean one thing in prose, in predictions, in claims and under the stage.
 *
 * Invariants: I1 they are read from the same projection that the page shows.
 */

import { leastShare, membersAt, movedShare, placementAt } from '@/components/projection/placement-state.ts'
import type { PlacementIndex } from '@/components/projection/placement-index.ts'
import { LOOKUP, NO_LANE, OUTCOME } from '@/simulations/components/placement/vocabulary.ts'
import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'
import type { Measure, Metric, Scope } from './metrics.ts'

/** A run of this family, ready to be asked. */
export interface PlacedRun {
  readonly trace: Trace
  readonly index: PlacementIndex
}

interface PlacedMetric extends Omit<Metric, 'measure'> {
  readonly of: (run: PlacedRun, scope: Scope) => Measure
}

const NODE = ['server'] as const

const PLACED: Readonly<Record<string, PlacedMetric>> = {
  moved: { unit: 'count', takes: [], byRequest: false, what: 'keys that the last change of the run moved, each copy counted; a removed or failed node\'s keys count too', of: (run) => ({ value: Number(lastNote(run)?.facts['moved'] ?? 0) }) },
  moved_share: { unit: 'share', takes: [], byRequest: false, what: 'the same, of all keys', of: (run) => ({ value: movedShare(run.index, run.index.changes.length - 1) }) },
  moved_first_share: { unit: 'share', takes: [], byRequest: false, what: 'keys that the first change of the run moved, of all', of: (run) => ({ value: movedShare(run.index, Math.min(1, run.index.changes.length - 1)) }) },
  least_share: { unit: 'share', takes: [], byRequest: false, what: 'what an even share of the node that changed last is, of all keys: no even scheme moves less', of: (run) => ({ value: leastShare(run.trace, run.index, run.index.changes.length - 1) }) },
  moved_over_least: {
    unit: 'number', takes: [], byRequest: false, what: 'how many times an even share the last change moved; 1 is minimal',
    of: (run) => ({ value: movedShare(run.index, run.index.changes.length - 1) / leastShare(run.trace, run.index, run.index.changes.length - 1) }),
  },
  moved_bytes: { unit: 'number', takes: [], byRequest: false, what: 'bytes of the keys that the last change moved', of: (run) => ({ value: Number(lastNote(run)?.facts['bytes'] ?? 0) }) },
  moving_time: { unit: 'duration', takes: [], byRequest: false, what: 'from the last change until all data had arrived', of: (run) => ({ value: Number(run.trace.notes.findLast(({ kind }) => kind === 'moves.done')?.facts['tookUs'] ?? NaN) }) },
  down_or_removed: { unit: 'count', takes: [], byRequest: false, what: 'keys that would lie elsewhere, had the last node marked down been removed, or the other way round', of: (run) => ({ value: Number(run.trace.notes.findLast(({ facts }) => 'otherwise' in facts)?.facts['otherwise'] ?? NaN) }) },
  keys: { unit: 'count', takes: NODE, byRequest: false, what: 'keys on a node at the end, or on all: keys(cache-a)', of: (run, scope) => ({ value: sum(nodesAt(run, scope).map((node) => node.keys)) }) },
  keys_share: {
    unit: 'share', takes: NODE, needs: 'server', byRequest: false, what: 'keys on a node at the end, of all: keys_share(cache-a)',
    of: (run, scope) => {
      const of = sum(nodesAt(run, { server: -1 }).map((node) => node.keys))
      const part = sum(nodesAt(run, scope).map((node) => node.keys))
      return { value: part / of, part, of }
    },
  },
  key_spread: { unit: 'share', takes: [], byRequest: false, what: 'standard deviation of keys a unit of weight over their mean, at the end', of: (run) => ({ value: placementAt(run.trace, run.index, run.trace.endUs).spread }) },
  key_spread_first: { unit: 'share', takes: [], byRequest: false, what: 'the same before the first change', of: (run) => ({ value: placementAt(run.trace, run.index, 0).spread }) },
  expected_spread: { unit: 'share', takes: [], byRequest: false, what: 'what chance alone would give, at the end', of: (run) => ({ value: placementAt(run.trace, run.index, run.trace.endUs).expectedSpread }) },
  fullest: {
    unit: 'number', takes: [], byRequest: false, what: 'keys of the fullest node that is up over the mean of those, at the end; 1 is even',
    of: (run) => {
      const up = nodesAt(run, { server: -1 }).filter((node) => node.isThere && !node.isDown)
      return { value: (Math.max(...up.map((node) => node.keys)) * up.length) / sum(up.map((node) => node.keys)) }
    },
  },
  lookups: { unit: 'count', takes: NODE, byRequest: true, what: 'look-ups that clients sent, or that a node was asked: lookups(cache-a)', of: (run, scope) => ({ value: eachLookup(run, scope, () => true) }) },
  lookup_share: {
    unit: 'share', takes: NODE, needs: 'server', byRequest: true, what: 'look-ups that a node was asked, of all: lookup_share(cache-a)',
    of: (run, scope) => {
      const part = eachLookup(run, scope, () => true)
      const of = eachLookup(run, { ...scope, server: -1 }, () => true)
      return { value: part / of, part, of }
    },
  },
  busiest: {
    unit: 'number', takes: [], byRequest: true, what: 'look-ups of the node that was asked most, over the mean of those that were asked; 1 is even',
    of: (run, scope) => {
      const counts = nodesAt(run, { server: -1 }).map((node) => eachLookup(run, { ...scope, server: numberOf(run, node.lane) }, () => true)).filter((count) => count > 0)
      return { value: (Math.max(...counts) * counts.length) / sum(counts) }
    },
  },
  missed: { unit: 'count', takes: NODE, byRequest: true, what: 'look-ups that found nothing at once: fetched from the source, not there, or nobody to ask', of: (run, scope) => ({ value: eachLookup(run, scope, isMiss) }) },
  missed_share: {
    unit: 'share', takes: NODE, byRequest: true, what: 'the same, of the look-ups that came to an end',
    of: (run, scope) => {
      const of = eachLookup(run, scope, (outcome) => outcome !== 0)
      const part = eachLookup(run, scope, isMiss)
      return { value: part / of, part, of }
    },
  },
  lookup_time: {
    unit: 'duration', takes: NODE, byRequest: true, what: 'mean time until a client had its value',
    of: (run, scope) => {
      let total = 0
      const count = eachLookup(run, scope, (outcome, us) => {
        const isAnswered = (outcome === OUTCOME.found || outcome === OUTCOME.fetched) && us !== NEVER
        if (isAnswered) total += us
        return isAnswered
      })
      return { value: total / count }
    },
  },
}

/** The same as every other metric's; of a run of another family they have no value. */
export const PLACEMENT_METRICS: Readonly<Record<string, Metric>> = Object.fromEntries(
  Object.entries(PLACED).map(([name, { of: _of, ...metric }]) => [name, { ...metric, measure: () => ({ value: NaN }) }]),
)

export function measurePlaced(name: string, args: readonly string[], from: number, to: number, run: PlacedRun): Measure {
  const metric = Object.hasOwn(PLACED, name) ? PLACED[name] : undefined
  if (metric === undefined) return { value: NaN }
  let server = -1
  for (const arg of args) {
    const lane = run.trace.lanes.find((one) => one.role === 'service' && one.id === arg)
    if (lane === undefined) return { value: NaN }
    server = lane.index
  }
  return metric.of(run, { server, workClass: -1, tenant: -1, fromUs: from, toUs: to, limitUs: Infinity })
}

export function isPlaced(run: { readonly trace: Trace }): run is PlacedRun {
  return run.trace.family === 'placement'
}

function lastNote({ index }: PlacedRun) {
  return index.changes.length < 2 ? undefined : index.changes.at(-1)?.note
}

function nodesAt(run: PlacedRun, { server }: Pick<Scope, 'server'>) {
  const members = membersAt(run.trace, run.index, run.index.changes.length - 1)
  return placementAt(run.trace, run.index, run.trace.endUs).nodes.filter((node) => (server < 0 ? members.has(node.lane) : numberOf(run, node.lane) === server))
}

function numberOf({ trace }: PlacedRun, lane: number): number {
  return trace.lanes[lane]!.index
}

/** Counts the look-ups in scope for which `visit` says true. */
function eachLookup({ trace }: PlacedRun, scope: Scope, visit: (outcome: number, latencyUs: number) => boolean): number {
  const { columns, count } = trace.subjects
  let seen = 0
  for (let row = 0; row < count; row++) {
    if (columns['what']![row] !== LOOKUP) continue
    const at = columns['createdAt']![row]!
    const node = columns['node']![row]!
    if (at < scope.fromUs || at >= scope.toUs || (scope.server >= 0 && (node === NO_LANE || trace.lanes[node]!.index !== scope.server))) continue
    if (visit(columns['outcome']![row]!, columns['latencyUs']![row]!)) seen++
  }
  return seen
}

function isMiss(outcome: number): boolean {
  return outcome === OUTCOME.fetched || outcome === OUTCOME.missing || outcome === OUTCOME.nobody
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
