/**
 * What: laws of a request's way through a limiter: who lets it in, who turns it away, who waits for a store, and who comes back.
 * Why: the envelope says how many; these say which. A refused request that reaches a server, or a slot that is never given back, would
 * make every picture of a limiter a lie.
 *
 * Picture:   sent ─▶ (count.asked ─▶ …) ─▶ admitted | delayed ─▶ admitted | throttled | unchecked ─▶ admitted or refused | abandoned
 */

import { VERDICT } from '../components/traffic/limit-columns.ts'
import { gaugeOf, partOfRule } from '../components/traffic/limiter-rule.ts'
import { EVENT } from '../components/traffic/vocabulary.ts'
import { NEVER, type Trace } from '../kernel/trace.ts'
import { checkEnvelope } from './limiter-envelope.ts'
import type { TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Judge, type Verdict } from './verdict.ts'

/** None where there is no limiter. */
export function checkLimiter(record: TrafficRecord): Verdict[] {
  if (record.config.limiter === undefined) return []
  return [...checkWays(record), ...checkCounts(record), ...checkRetries(record), ...checkStore(record), ...checkEnvelope(record)]
}

function checkWays({ trace, config }: TrafficRecord): Verdict[] {
  const once = createJudge('a limiter decides once about a request, and what it says is what its table says')
  const nowhere = createJudge('a request that was not let in reaches nobody behind the limiter')
  const closed = createJudge('a limiter that fails closed lets nobody in while its store is silent for longer than its patience')
  const slots = createJudge('no more slots are taken than there are, and each is given back once')
  const { log } = trace
  const { verdict } = trace.subjects.columns
  const settled = new Uint8Array(trace.subjects.count)
  const isIn = new Uint8Array(trace.subjects.count)
  const silences = silencesOf(trace, config)
  const taken = new Set<number>()
  for (let row = 0; row < log.count; row++) {
    const request = log.ref[row]!
    const at = log.at[row]!
    const expectVerdict = (...names: (keyof typeof VERDICT)[]): void => {
      if (settled[request] === 1) breach(once, row, at, `one decision on request ${request}`, 'a second one')
      if (!names.some((name) => VERDICT[name] === verdict![request])) breach(once, row, at, names.join(' or '), verdict![request]!)
      settled[request] = 1
    }
    switch (log.kind[row]!) {
      case EVENT['request.delayed']:
        if (verdict![request] !== VERDICT.delayed && verdict![request] !== VERDICT.abandoned) breach(once, row, at, 'delayed', verdict![request]!)
        break
      case EVENT['request.admitted']: {
        expectVerdict('admitted', 'delayed', 'admitted-unchecked')
        isIn[request] = 1
        if (silences.some(({ fromUs, toUs }) => at > fromUs && at < toUs)) breach(closed, row, at, 'nobody let in', `request ${request}`)
        break
      }
      case EVENT['request.throttled']:
        expectVerdict('throttled')
        break
      case EVENT['limit.abandoned']:
        expectVerdict('abandoned')
        break
      case EVENT['request.refused']:
        if (trace.lanes[log.lane[row]!]!.role === 'limiter') expectVerdict('refused-unchecked')
        break
      case EVENT['request.forwarded']:
      case EVENT['request.held']:
        if (isIn[request] === 0) breach(nowhere, row, at, `request ${request} was let in`, 'it was not')
        break
      case EVENT['slot.taken']:
        taken.add(request)
        break
      case EVENT['slot.freed']:
        if (!taken.delete(request)) breach(slots, row, at, `a slot of request ${request}`, 'none')
    }
  }
  checkSlots(slots, trace, config)
  return [once, nowhere, closed, slots].map(verdictOf)
}

/** When the store has been silent for longer than anybody waits. */
function silencesOf(trace: Trace, { limiter }: TrafficRecord['config']): { readonly fromUs: number; readonly toUs: number }[] {
  const { counts, store } = limiter!
  if (counts !== 'shared' || store.whenSilent === 'open') return []
  const found: { fromUs: number; toUs: number }[] = []
  for (const [from, to] of [['store.stopped', 'store.started'], ['store-link.cut', 'store-link.healed']] as const) {
    for (const note of trace.notes) {
      if (note.kind !== from) continue
      const end = trace.notes.find((other) => other.atUs >= note.atUs && (other.kind === to || (from === 'store-link.cut' && other.kind === 'store-link.slowed')))
      found.push({ fromUs: note.atUs + store.timeoutUs, toUs: end?.atUs ?? Infinity })
    }
  }
  return found
}

function checkSlots(slots: Judge, trace: Trace, { limiter, clients }: TrafficRecord['config']): void {
  const { rule, key, counts, nodes } = limiter!
  if (rule.algorithm !== 'concurrency-limit' && rule.algorithm !== 'nginx-limit-conn') return
  // A limit that changed counts anew, and old slots are no part of it.
  const until = trace.notes.find((note) => note.kind === 'limit.changed')?.atUs ?? Infinity
  const { client, tenant } = trace.subjects.columns
  const open = new Map<string, number>()
  for (let row = 0; row < trace.log.count && trace.log.at[row]! < until; row++) {
    const kind = trace.log.kind[row]!
    if (kind !== EVENT['slot.taken'] && kind !== EVENT['slot.freed']) continue
    const request = trace.log.ref[row]!
    const node = trace.lanes[trace.log.lane[row]!]!.index
    const whose = key === 'client' ? client![request]! : key === 'tenant' && clients.tenants !== undefined ? tenant![request]! : 0
    const count = (open.get(`${node} ${whose}`) ?? 0) + (kind === EVENT['slot.taken'] ? 1 : -1)
    open.set(`${node} ${whose}`, count)
    const own = counts === 'split' ? partOfRule(rule, nodes, node) : rule
    const most = gaugeOf(own).capacity
    if (count > most) breach(slots, row, trace.log.at[row]!, `at most ${most} slots`, count)
  }
}

/** What a counter read explains what was decided. */
function checkCounts({ trace, config }: TrafficRecord): Verdict[] {
  const level = createJudge('by tokens, a request is let in exactly when one is left; by windows, when one more fits')
  const { rule, counts, nodes } = config.limiter!
  const { levelBefore, counted, countedAt, limiter } = trace.subjects.columns as Record<string, Float64Array>
  const until = trace.notes.find((note) => note.kind === 'limit.changed')?.atUs ?? Infinity
  const isByLevel = ['token-bucket', 'generic-cell-rate', 'fixed-window', 'sliding-log'].includes(rule.algorithm)
  for (let request = 0; request < trace.subjects.count && isByLevel; request++) {
    const at = countedAt![request]!
    if (at < 0 || at >= until) continue
    const { shows, capacity } = gaugeOf(counts === 'split' ? partOfRule(rule, nodes, limiter![request]!) : rule)
    const before = levelBefore![request]!
    const fits = shows === 'left' ? before >= 1 - 1e-9 : before + 1 <= capacity
    // INCR counts the request that it refuses; it is the level that decides.
    if (counts === 'shared' && config.limiter!.store.strategy === 'incr-then-expire') continue
    const isCounted = counted![request] === 1
    if (isCounted && !fits) breach(level, -1, at, `room for request ${request} of ${capacity}`, before)
    if (!isCounted && fits && config.limiter!.store.strategy === 'atomic-script') breach(level, -1, at, `request ${request} let in at ${before} of ${capacity}`, 'refused')
  }
  return [verdictOf(level)]
}

function checkRetries({ trace, config }: TrafficRecord): Verdict[] {
  const bounded = createJudge(`a wish is sent at most ${config.clients.retry?.attempts ?? 1} times`)
  const same = createJudge('another attempt is the same wish, sent after the client was told 429')
  const { attempt, origin, client, key, class: sort, workUs, createdAt, latencyUs, outcome, tenant } = trace.subjects.columns as Record<string, Float64Array>
  const latest = new Map<number, number>()
  for (let request = 0; request < trace.subjects.count; request++) {
    const at = createdAt![request]!
    if (attempt![request]! >= (config.clients.retry?.attempts ?? 1)) breach(bounded, -1, at, config.clients.retry?.attempts ?? 1, attempt![request]! + 1)
    const first = origin![request]!
    if ((first === NEVER) !== (attempt![request] === 0)) breach(same, -1, at, 'an origin of every retry', `request ${request}`)
    if (first === NEVER) continue
    const before = latest.get(first) ?? first
    latest.set(first, request)
    const told = createdAt![before]! + latencyUs![before]!
    if (outcome![before] !== 5 || told > at || attempt![before] !== attempt![request]! - 1) breach(same, -1, at, `request ${before} was told 429 before`, told)
    for (const column of [client!, key!, sort!, workUs!, tenant!]) if (column[request] !== column[first]) breach(same, -1, at, column[first]!, column[request]!)
  }
  return [bounded, same].map(verdictOf)
}

/** The store works as any station does. */
function checkStore({ trace, config }: TrafficRecord): Verdict[] {
  const judge = createJudge('the store does commands in the order in which they came, as many at once as it has workers, and refuses only when it is full')
  const { workers, queueCapacity } = config.limiter!.store
  const { log } = trace
  let queue: number[] = []
  const busy = new Set<number>()
  for (let row = 0; row < log.count; row++) {
    const request = log.ref[row]!
    const at = log.at[row]!
    switch (log.kind[row]!) {
      case EVENT['count.queued']:
        if (busy.size < workers) breach(judge, row, at, `${workers} busy`, busy.size)
        if (queue.push(request) > queueCapacity) breach(judge, row, at, queueCapacity, queue.length)
        break
      case EVENT['count.started']:
        if (queue.length > 0 && queue[0] !== request) breach(judge, row, at, `request ${queue[0]}`, request)
        queue.shift()
        if (busy.add(request).size > workers) breach(judge, row, at, workers, busy.size)
        break
      case EVENT['count.answered']:
        if (!busy.delete(request)) breach(judge, row, at, `a command of request ${request}`, 'none')
        break
      case EVENT['count.refused']:
        if (queue.length !== queueCapacity || busy.size !== workers) breach(judge, row, at, 'a full store', `${queue.length} waiting`)
        break
      case EVENT['count.lost']:
        busy.delete(request)
        queue = queue.filter((other) => other !== request)
    }
  }
  return [verdictOf(judge)]
}
