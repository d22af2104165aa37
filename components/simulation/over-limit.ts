/** Who was let in that one limiter with the whole limit would have refused: a single limiter looks at what was let in, and decides again. */

import { createLimiter, decide } from '@/simulations/algorithms/rate-limiting/limiter.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import { keyTexts } from '@/simulations/components/traffic/limiter-keys.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

/** `admitted`: when each request was let in. How many run at once is told by slots; those are counted with their releases. */
export function overLimit(trace: Trace, config: TrafficConfig, admitted: ReadonlyMap<number, number>): { readonly part: number; readonly of: number } {
  const spec = config.limiter
  if (spec === undefined) return { part: 0, of: 0 }
  const { client, tenant, countedAt, decidedAt } = trace.subjects.columns as Record<string, Float64Array>
  const keyText = keyTexts(config)
  const keyOf = (request: number): string => keyText(client![request]!, tenant![request]!)
  const of = admitted.size
  if (spec.rule.algorithm === 'concurrency-limit' || spec.rule.algorithm === 'nginx-limit-conn') return { part: overSlots(trace, spec.rule.limit, keyOf), of }
  const single = createLimiter(spec.rule)
  const inOrder = [...admitted.keys()].map((request) => ({ request, at: countedAt![request]! >= 0 ? countedAt![request]! : decidedAt![request]! }))
  inOrder.sort((a, b) => a.at - b.at || a.request - b.request)
  return { part: inOrder.reduce((part, { request, at }) => part + (decide(single, keyOf(request), at).kind === 'rejected' ? 1 : 0), 0), of }
}

function overSlots({ log }: Trace, limit: number, keyOf: (request: number) => string): number {
  const open = new Map<string, number>()
  let part = 0
  for (let row = 0; row < log.count; row++) {
    const isTaken = log.kind[row] === EVENT['slot.taken']
    if (!isTaken && log.kind[row] !== EVENT['slot.freed']) continue
    const key = keyOf(log.ref[row]!)
    const count = (open.get(key) ?? 0) + (isTaken ? 1 : -1)
    open.set(key, count)
    if (isTaken && count > limit) part++
  }
  return part
}
