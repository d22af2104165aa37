/**
 * What: the machines of a limiter as they are: its nodes, each with links and counts of its own, and the store that they share.
 * Why: this is the state that `limiter-node.ts`, `limiter-store.ts` and `limiter-sync.ts` work on.
 *
 * Invariants:
 *   I1 the lanes of nodes and store stand behind those of servers and database of the beginning.
 *   I2 a node knows only its own counts; what others did it learns from the store, over a link.
 */

import { createLimiter, type Limiter, type LimiterConfig } from '../../algorithms/rate-limiting/limiter.ts'
import { createSharedStore, type SharedStore } from '../../algorithms/rate-limiting/shared-store.ts'
import type { LocalCounter, SharedTotal } from '../../algorithms/rate-limiting/synchronised-counters.ts'
import { stream, type Kernel } from '../../kernel/kernel.ts'
import { createLink, type Link } from '../../kernel/network.ts'
import type { Rng } from '../../kernel/random.ts'
import type { Lane } from '../../kernel/trace.ts'
import type { TrafficConfig } from './config.ts'
import { createLimitColumns, type LimitColumns } from './limit-columns.ts'
import type { LimiterSpec } from './limiter-config.ts'
import { partOfRule, scaledRule } from './limiter-rule.ts'
import { createStation, type Station } from './station.ts'

export interface LimiterNode {
  readonly index: number
  readonly lane: number
  readonly toBalancer: Link
  readonly fromBalancer: Link
  readonly toStore: Link | null
  readonly fromStore: Link | null
  /** Counts that live on the node; null where they live in the store. */
  own: Limiter | null
  /** `synchronised`: what the node knows of each key. */
  readonly counters: Map<string, LocalCounter>
}

export interface LimitStore {
  readonly lane: number
  station: Station
  readonly workRng: Rng
  running: boolean
  slowness: number
  /** What it holds is in memory: a process that dies loses it. */
  entries: SharedStore
  totals: Map<string, SharedTotal>
  downSpan: number
  slowSpan: number
}

export interface Limits {
  readonly spec: LimiterSpec
  readonly nodes: LimiterNode[]
  readonly store: LimitStore | null
  readonly columns: LimitColumns
  /** The limit as it is now. */
  rule: LimiterConfig
  /** The node that a client's next request reaches. */
  chooseNode: (client: number) => number
  /** The store's process dies. */
  killStore: () => void
}

export function createLimits(kernel: Kernel, config: TrafficConfig, lanes: Lane[]): Limits | null {
  const spec = config.limiter
  if (spec === undefined) return null
  const hasStore = spec.counts === 'shared' || spec.counts === 'synchronised'
  const nodes = Array.from({ length: spec.nodes }, (_, index): LimiterNode => {
    const link = (way: string, delay = spec.link): Link => createLink(delay, stream(kernel, `links/limiter/${index}/${way}`), stream(kernel, `faults/limiter/${index}/${way}`))
    const lane = lanes.push({ id: `limiter-${index + 1}`, role: 'limiter', index, sinceUs: 0 }) - 1
    return {
      index, lane, toBalancer: link('to'), fromBalancer: link('from'),
      toStore: hasStore ? link('count', spec.store.link) : null, fromStore: hasStore ? link('counted', spec.store.link) : null,
      own: null, counters: new Map(),
    }
  })
  const store: LimitStore | null = !hasStore ? null : {
    lane: lanes.push({ id: 'limit-store', role: 'memory', index: -1, sinceUs: 0 }) - 1,
    station: createStation(spec.store.workers, spec.store.queueCapacity), workRng: stream(kernel, 'limiter/store/work'),
    running: true, slowness: 1, entries: createSharedStore(), totals: new Map(), downSpan: -1, slowSpan: -1,
  }
  const limits: Limits = { spec, nodes, store, columns: createLimitColumns(), rule: spec.rule, chooseNode: () => 0, killStore: () => undefined }
  setRule(limits, 1)
  return limits
}

/** The configured limit, so many times; counts on nodes begin anew, as in a process that starts with another configuration. */
export function setRule(limits: Limits, factor: number): void {
  const { spec } = limits
  limits.rule = factor === 1 ? spec.rule : scaledRule(spec.rule, factor)
  for (const node of limits.nodes) {
    node.counters.clear()
    if (spec.counts === 'local') node.own = createLimiter(limits.rule)
    else if (spec.counts === 'split') node.own = createLimiter(partOfRule(limits.rule, spec.nodes, node.index))
  }
}
