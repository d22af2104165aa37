/**
 * What: the numbers that can be asked of a run with shards, copies or shared reads.
 * Why: "stale", "shared" and "lost" must mean one thing in prose, in predictions and in claims.
 */

import { NEVER } from '@/simulations/kernel/trace.ts'
import { ANSWERED, eachRequest, shareOf, type Metric, type Run, type Scope } from './metrics.ts'

type Columns = Parameters<Parameters<typeof eachRequest>[2]>[1]

export const SHARD_METRICS: Readonly<Record<string, Metric>> = {
  ...pair('stale', 'answers that were older than what the primary had', ({ stale }, row) => stale?.[row] === 1),
  ...pair('shared', "answers that came from another request's try", ({ first }, row) => (first?.[row] ?? NEVER) !== NEVER),
  lost_writes: {
    unit: 'count', takes: [], byRequest: false, what: 'changes that were on their way to a copy when it took over, and are lost',
    measure: ({ trace }) => ({ value: trace.notes.reduce((sum, note) => sum + (note.kind === 'copy.promoted' ? Number(note.facts['lost']) : 0), 0) }),
  },
}

/** A count of answers, and its share of all answers. */
function pair(name: string, what: string, test: (columns: Columns, row: number) => boolean): Record<string, Metric> {
  const count = (run: Run, scope: Scope): { part: number; of: number } => {
    let part = 0
    const of = eachRequest(run, scope, (row, columns) => {
      if (columns['outcome']![row] !== ANSWERED) return false
      if (test(columns, row)) part++
      return true
    })
    return { part, of }
  }
  return {
    [name]: { unit: 'count', takes: ['server', 'class'], byRequest: true, what, measure: (run, scope) => ({ value: count(run, scope).part }) },
    [`${name}_share`]: {
      unit: 'share', takes: ['server', 'class'], byRequest: true, what: `${what}, of all answers`,
      measure: (run, scope) => {
        const { part, of } = count(run, scope)
        return shareOf(part, of)
      },
    },
  }
}
