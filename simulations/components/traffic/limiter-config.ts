/**
 * What: the facts of a limiter in front of the balancer: its rule, whom it counts, on how many nodes, and where the counts live.
 * Why: one limit on one machine is an algorithm. One limit on six machines is a question of where they count, and what they do when
 * they cannot.
 *
 * Picture:   clients ─▶ node 1 ─┐                      local         each node counts for itself, with the whole limit
 *                    ─▶ node 2 ─┼─▶ balancer ─▶ …      split         each node counts for itself, with its part of the limit
 *                    ─▶ node 3 ─┘                      shared        every request asks the store
 *                         │ ▲                          synchronised  each node decides alone and tells the store now and then
 *                         ▼ │
 *                        store
 *
 * Invariants: I1 all times are integer µs, all counts integers; the scenario boundary has checked every range.
 */

import type { LimiterConfig } from '../../algorithms/rate-limiting/limiter.ts'
import type { SharedStrategy } from '../../algorithms/rate-limiting/shared-fixed-window.ts'
import type { Distribution } from '../../kernel/distributions.ts'

/** Whom one count is for. */
export type LimitKey = 'client' | 'tenant' | 'everybody'

/** How requests find a node: in turns, at random, or each client always the same. */
export type Spread = 'turns' | 'random' | 'client'

export type CountsPlace = 'local' | 'split' | 'shared' | 'synchronised'

export interface LimitStoreSpec {
  readonly strategy: SharedStrategy
  /** Delay of one way between a node and the store. */
  readonly link: Distribution
  /** Time the store needs for one command. */
  readonly work: Distribution
  /** Commands it works on at the same time; Redis: 1. */
  readonly workers: number
  /** Commands that may wait; one more is refused. */
  readonly queueCapacity: number
  /** A node waits so long for a word of the store. */
  readonly timeoutUs: number
  /** What a node does with a request that it could not have counted: let it in, or refuse it. */
  readonly whenSilent: 'open' | 'closed'
  /** `synchronised`: how often a node tells what it admitted. */
  readonly everyUs: number
}

export interface LimiterSpec {
  /** The limit as a whole, as one node alone would keep it. */
  readonly rule: LimiterConfig
  readonly key: LimitKey
  readonly nodes: number
  readonly spread: Spread
  readonly counts: CountsPlace
  /** Delay of one way between a node and the balancer. */
  readonly link: Distribution
  readonly store: LimitStoreSpec
}

/** What a client does when it is told 429. */
export interface RetrySpec {
  readonly how: 'give-up' | 'at-once' | 'retry-after' | 'backoff'
  /** Requests sent for one wish, the first included. */
  readonly attempts: number
  /** Backoff: the longest first wait; each next one may be twice as long. */
  readonly baseUs: number
  readonly capUs: number
  /** Retry-After: up to this much is added, so that not all come back together. */
  readonly jitterUs: number
}

/** Many clients of one owner. */
export interface TenantSpec {
  readonly name: string
  /** Its part of the common load, relative to the others. */
  readonly share: number
  /** How many of the clients are its own. */
  readonly clients: number
  /** Load that it sends besides its part of the common one; null: none. */
  readonly rate: readonly { readonly atUs: number; readonly perSecond: number }[] | null
}

/** Commands to a limiter and its store. */
export type LimiterCommand =
  | { readonly kind: 'stop-store' }
  | { readonly kind: 'start-store' }
  | { readonly kind: 'slow-store'; /** A command takes this many times as long; 1 ends it. */ readonly factor: number }
  | { readonly kind: 'cut-store-link' }
  | { readonly kind: 'slow-store-link'; readonly factor: number }
  | { readonly kind: 'heal-store-link' }
  | { readonly kind: 'set-limit'; /** Times the configured limit. */ readonly factor: number }

const LIMITER_COMMANDS: ReadonlySet<string> = new Set<LimiterCommand['kind']>([
  'stop-store', 'start-store', 'slow-store', 'cut-store-link', 'slow-store-link', 'heal-store-link', 'set-limit',
])

export function isLimiterCommand(command: { readonly kind: string }): command is LimiterCommand {
  return LIMITER_COMMANDS.has(command.kind)
}
