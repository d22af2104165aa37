/**
 * What: two runs agree on everything before an instant.
 * Why: when a learner acts at 12 s, what happened before 12 s must not change; otherwise the picture would lie about the past.
 *
 * Invariants: I1 what was still going on at the instant may end differently; that it had begun, and how, is the same.
 */

import { NEVER, type Column, type Trace } from '../kernel/trace.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

export function checkSamePast(a: Trace, b: Trace, beforeUs: number): Verdict {
  const judge = createJudge('what happens at an instant changes nothing before it')
  const rows = (name: string, times: (trace: Trace) => Float64Array, columns: (trace: Trace) => Record<string, Column>): void => {
    const n = countBefore(times(a), beforeUs)
    const m = countBefore(times(b), beforeUs)
    if (n !== m) breach(judge, Math.min(n, m), beforeUs, `${n} rows of ${name}`, m)
    const mine = columns(a)
    const other = columns(b)
    for (const column of Object.keys(mine)) {
      const one = mine[column]!
      const two = other[column]!
      for (let row = 0; row < Math.min(n, m); row++) {
        if (one[row] !== two[row]) breach(judge, row, times(a)[row]!, `${name}.${column} ${one[row]}`, two[row]!)
      }
    }
  }
  rows('log', (trace) => trace.log.at, ({ log }) => ({ kind: log.kind, lane: log.lane, at: log.at }))
  rows('hops', (trace) => trace.hops.sentAt, ({ hops: { sentAt, delayUs, from, to, kind, fate, subject } }) => ({ sentAt, delayUs, from, to, kind, fate, subject }))
  rows('spans', (trace) => trace.spans.beganAt, ({ spans: { beganAt, lane, kind, subject } }) => ({ beganAt, lane, kind, subject }))
  rows('requests', (trace) => trace.subjects.columns['createdAt'] as Float64Array, ({ subjects: { columns: { createdAt, workUs, client, key, class: sort } } }) => ({ createdAt: createdAt!, workUs: workUs!, client: client!, key: key!, class: sort! }))
  compareEnds(a, b, beforeUs, judge)
  return verdictOf(judge)
}

/** What had ended before the instant ended alike. */
function compareEnds(a: Trace, b: Trace, beforeUs: number, judge: ReturnType<typeof createJudge>): void {
  const both = (n: number, began: Float64Array, one: Uint32Array, two: Uint32Array, one2: Uint8Array, two2: Uint8Array, name: string): void => {
    for (let row = 0; row < n; row++) {
      const endsA = one[row] === NEVER ? Infinity : began[row]! + one[row]!
      const endsB = two[row] === NEVER ? Infinity : began[row]! + two[row]!
      if (Math.min(endsA, endsB) >= beforeUs) continue
      if (endsA !== endsB || one2[row] !== two2[row]) breach(judge, row, began[row]!, `${name} until ${endsA}`, `until ${endsB}`)
    }
  }
  const spans = Math.min(countBefore(a.spans.beganAt, beforeUs), countBefore(b.spans.beganAt, beforeUs))
  both(spans, a.spans.beganAt, a.spans.lastedUs, b.spans.lastedUs, a.spans.fate, b.spans.fate, 'a span')
  const [mine, other] = [a.subjects.columns, b.subjects.columns]
  const created = mine['createdAt'] as Float64Array
  const requests = Math.min(countBefore(created, beforeUs), countBefore(other['createdAt'] as Float64Array, beforeUs))
  both(requests, created, mine['latencyUs'] as Uint32Array, other['latencyUs'] as Uint32Array, mine['outcome'] as Uint8Array, other['outcome'] as Uint8Array, 'a request')
  const notes = (trace: Trace): string => JSON.stringify(trace.notes.filter((note) => note.atUs < beforeUs))
  if (notes(a) !== notes(b)) breach(judge, -1, beforeUs, notes(a), notes(b))
}

function countBefore(times: Float64Array, beforeUs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < beforeUs) low = middle + 1
    else high = middle
  }
  return low
}
