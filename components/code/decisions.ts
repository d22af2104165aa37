/** Which decision of the balancer a log row belongs to. */

import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

export interface DecisionPlace {
  readonly row: number
  readonly request: number
  readonly triesBefore: number
  readonly atUs: number
}

/** The latest decision that had been made after `row`; null before the first. */
export function decisionAt(trace: Trace, row: number): DecisionPlace | null {
  const { log } = trace
  for (let at = Math.min(row, log.count - 1); at >= 0; at--) {
    if (log.kind[at] === EVENT['request.forwarded']) {
      return { row: at, request: log.ref[at]!, triesBefore: triesBefore(trace, at), atUs: log.at[at]! }
    }
  }
  return null
}

/** Times that the request had been forwarded before this row. A request lives shortly: its first row is not far. */
function triesBefore(trace: Trace, row: number): number {
  const { log } = trace
  const request = log.ref[row]!
  let tries = 0
  for (let at = row - 1; at >= 0; at--) {
    if (log.ref[at] !== request) continue
    if (log.kind[at] === EVENT['request.forwarded']) tries++
    if (log.kind[at] === EVENT['request.sent']) break
  }
  return tries
}
