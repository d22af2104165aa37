/**
 * What: which requests fared otherwise in another run of the same seed.
 * Why: what a request is does not depend on what the system does with it, so two runs can be compared request by request.
 *
 * Simplifications: where clients wait for their answers the runs drift apart, and only what was still sent alike is compared.
 */

import type { Trace } from '@/simulations/kernel/trace.ts'

export interface Differences {
  /** Requests that are the same in both runs: sent at the same instant, by the same client, with the same work. */
  readonly alike: number
  /** Of these: how many went to another server. */
  readonly elsewhere: number
  /** Of these: how many came to another end. */
  readonly otherEnd: number
  /** By row of this run's requests: 1 for each of either sort. */
  readonly ringed: Uint8Array
}

const SAME = ['createdAt', 'client', 'key', 'class', 'workUs'] as const

/** Null where the runs hold no requests that could be laid side by side. */
export function differencesOf(run: Trace, other: Trace): Differences | null {
  const { columns: here, count } = run.subjects
  const { columns: there, count: others } = other.subjects
  const server = here.server
  const outcome = here.outcome
  if (run.family !== other.family || server === undefined || outcome === undefined) return null
  const kept = SAME.filter((name) => here[name] !== undefined && there[name] !== undefined)
  const ringed = new Uint8Array(count)
  let alike = 0
  let elsewhere = 0
  let otherEnd = 0
  for (let row = 0; row < Math.min(count, others); row++) {
    if (kept.some((name) => here[name]![row] !== there[name]![row])) continue
    alike++
    const wentElsewhere = server[row] !== there.server![row]
    const endedOtherwise = outcome[row] !== there.outcome![row]
    if (wentElsewhere) elsewhere++
    if (endedOtherwise) otherEnd++
    if (wentElsewhere || endedOtherwise) ringed[row] = 1
  }
  return { alike, elsewhere, otherEnd, ringed }
}

/** For each run: the first against the second, the others against the first. */
export function compareRuns(traces: readonly Trace[]): readonly (Differences | null)[] {
  return traces.map((trace, at) => (traces.length < 2 ? null : differencesOf(trace, traces[at === 0 ? 1 : 0]!)))
}
