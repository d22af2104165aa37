/**
 * What: the numbers that can be asked of a run with a limiter.
 * Why: "let in", "told 429" and "above the limit" must mean one thing in prose, in predictions and under the stage.
 *
 * Invariants: I1 what was let in above the limit is found by a single limiter with the whole limit that sees only what was let in.
 */

import { overLimit } from '@/components/simulation/over-limit.ts'
import { NO_ORIGIN, VERDICT } from '@/simulations/components/traffic/limit-columns.ts'
import { EVENT, SPAN } from '@/simulations/components/traffic/vocabulary.ts'
import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'
import { counting, deepest, eachRequest, shareOf, sharing, ANSWERED, THROTTLED, type Metric, type Run, type Scope } from './metrics.ts'

const BY_WHOM = ['class', 'tenant'] as const

export const LIMITER_METRICS: Readonly<Record<string, Metric>> = {
  throttled: counting('requests that a limiter refused with 429', (outcome) => outcome === THROTTLED),
  throttled_share: sharing('refused with 429, of all that came to an end', (outcome) => outcome === THROTTLED, (outcome) => outcome !== 0),
  admitted: {
    unit: 'count', takes: BY_WHOM, byRequest: true, what: 'requests that a limiter let in',
    measure: (run, scope) => ({ value: admittedIn(run, scope).length }),
  },
  admitted_rate: {
    unit: 'rate', takes: BY_WHOM, byRequest: true, what: 'requests let in a second, by the time they were sent',
    measure: (run, scope) => ({ value: (admittedIn(run, scope).length * 1_000_000) / (Math.min(scope.toUs, run.trace.endUs) - scope.fromUs) }),
  },
  most_in: {
    unit: 'count', takes: ['duration', ...BY_WHOM], needs: 'duration', byRequest: true, what: 'the most requests that were let in within any stretch so long: most_in(1 s)',
    measure: (run, scope) => ({ value: mostWithin(admittedIn(run, scope).map(([, at]) => at).sort((a, b) => a - b), scope.limitUs) }),
  },
  unchecked: {
    unit: 'count', takes: BY_WHOM, byRequest: true, what: 'requests that the store gave no word of, let in or refused without a count',
    measure: (run, scope) => ({ value: eachRequest(run, scope, (row, { verdict }) => isUnchecked(verdict?.[row])) }),
  },
  over_limit: {
    unit: 'count', takes: [], byRequest: false, what: 'requests let in that one limiter with the whole limit would have refused',
    measure: ({ trace, config }) => ({ value: overLimit(trace, config, admittedAt(trace)).part }),
  },
  over_limit_share: {
    unit: 'share', takes: [], byRequest: false, what: 'the same, of all that were let in: the overshoot',
    measure: ({ trace, config }) => {
      const { part, of } = overLimit(trace, config, admittedAt(trace))
      return shareOf(part, of)
    },
  },
  limiter_wait_mean: waiting('mean time that those who were let in spent at the limiter', (waits) => waits.reduce((sum, us) => sum + us, 0) / waits.length),
  limiter_wait_p99: waiting('99 of 100 who were let in spent at most this long at the limiter', (waits) => waits[Math.max(0, Math.ceil(0.99 * waits.length) - 1)] ?? NaN),
  limiter_wait_max: waiting('the longest time that one who was let in spent at the limiter', (waits) => waits.at(-1) ?? NaN),
  max_held: {
    unit: 'count', takes: [], byRequest: false, what: 'the most requests that one node of the limiter held at once',
    measure: ({ trace }) => ({ value: Math.max(0, ...[...trace.lanes.keys()].filter((lane) => trace.lanes[lane]!.role === 'limiter').map((lane) => deepest(trace, lane, SPAN['held-at-limiter']).depth)) }),
  },
  retries: {
    unit: 'count', takes: BY_WHOM, byRequest: true, what: 'requests that were sent again after a 429',
    measure: (run, scope) => ({ value: eachRequest(run, scope, (row, { attempt }) => (attempt?.[row] ?? 0) > 0) }),
  },
  retries_share: {
    unit: 'share', takes: BY_WHOM, byRequest: true, what: 'sent again after a 429, of all sent',
    measure: (run, scope) => {
      let part = 0
      const of = eachRequest(run, scope, (row, { attempt }) => {
        if ((attempt?.[row] ?? 0) > 0) part++
        return true
      })
      return shareOf(part, of)
    },
  },
  served_share: {
    unit: 'share', takes: BY_WHOM, byRequest: true, what: 'first attempts that were answered in the end, at whichever attempt, of all first attempts',
    measure: (run, scope) => {
      const { outcome, origin } = run.trace.subjects.columns
      const served = new Set<number>()
      for (let row = 0; row < run.trace.subjects.count; row++) {
        if (outcome![row] === ANSWERED) served.add(origin === undefined || origin[row] === NO_ORIGIN ? row : origin[row]!)
      }
      let part = 0
      const of = eachRequest(run, scope, (row) => {
        if (origin !== undefined && origin[row] !== NO_ORIGIN) return false
        if (served.has(row)) part++
        return true
      })
      return shareOf(part, of)
    },
  },
}

function isUnchecked(verdict: number | undefined): boolean {
  return verdict === VERDICT['admitted-unchecked'] || verdict === VERDICT['refused-unchecked']
}

const admissions = new WeakMap<Trace, Map<number, number>>()

/** When each request was let in. */
function admittedAt(trace: Trace): Map<number, number> {
  let found = admissions.get(trace)
  if (found !== undefined) return found
  found = new Map()
  const { log } = trace
  for (let row = 0; row < log.count; row++) if (log.kind[row] === EVENT['request.admitted']) found.set(log.ref[row]!, log.at[row]!)
  admissions.set(trace, found)
  return found
}

function admittedIn(run: Run, scope: Scope): (readonly [request: number, at: number])[] {
  const at = admittedAt(run.trace)
  const found: (readonly [number, number])[] = []
  eachRequest(run, scope, (row) => {
    if (at.has(row)) found.push([row, at.get(row)!])
    return false
  })
  return found
}

/** The most of the sorted instants that lie in one half-open stretch so long. */
function mostWithin(times: readonly number[], us: number): number {
  let most = 0
  let from = 0
  times.forEach((at, k) => {
    while (times[from]! <= at - us) from++
    most = Math.max(most, k - from + 1)
  })
  return most
}

function waiting(what: string, measure: (sorted: readonly number[]) => number): Metric {
  return {
    unit: 'duration', takes: BY_WHOM, byRequest: true, what,
    measure: (run, scope) => {
      const { spans } = run.trace
      const waited = new Map<number, number>()
      for (let row = 0; row < spans.count; row++) {
        if ((spans.kind[row] !== SPAN['held-at-limiter'] && spans.kind[row] !== SPAN['asked-store']) || spans.lastedUs[row] === NEVER) continue
        waited.set(spans.subject[row]!, (waited.get(spans.subject[row]!) ?? 0) + spans.lastedUs[row]!)
      }
      return { value: measure(admittedIn(run, scope).map(([request]) => waited.get(request) ?? 0).sort((a, b) => a - b)) }
    },
  }
}
