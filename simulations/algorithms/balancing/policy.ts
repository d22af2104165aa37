/**
 * What: the one interface of every load-balancing policy: what it is told, and what it answers.
 * Why: a policy sees a pool of servers and a request, and names a server. It never sees the scheduler, a network or a
 * clock, so the same file runs in the simulator, in a replay of nginx's own decisions and in a learner's code view.
 *
 * Picture:   choose(request) ─▶ index ─ open(index) ─▶ … the request runs … ─▶ close(index, outcome)
 *
 * Invariants (each policy's conformance suite checks them, see `balancing.laws.ts`):
 *   I1 an answer is NO_SERVER, ALL_FULL or the index of a server that may be chosen now.
 *   I2 a server in `request.tried` is never answered again for that request.
 *   I3 `connections` of a server is the number of its opens minus the number of its closes, and never negative.
 */

import type { Rng } from '../../kernel/random.ts'

export type PolicyName =
  | 'round-robin'
  | 'sticky-round-robin'
  | 'smooth-weighted-round-robin' // nginx's default
  | 'haproxy-weighted-round-robin' // HAProxy's `roundrobin`
  | 'haproxy-static-round-robin' // HAProxy's `static-rr`
  | 'hash-by-client' // nginx's ip_hash
  | 'hash-by-key' // nginx's hash, modulo
  | 'least-connections' // nginx's least_conn
  | 'haproxy-least-connections'
  | 'haproxy-first'
  | 'least-response-time' // Peak EWMA, as in Finagle and linkerd
  | 'random' // nginx's random
  | 'power-of-two-choices' // nginx's random two least_conn
  | 'haproxy-random' // HAProxy's random(N)
  | 'consistent-hash' // nginx's hash … consistent
  | 'haproxy-hash' // HAProxy's hash, map-based
  | 'haproxy-consistent-hash' // HAProxy's hash, hash-type consistent

/** No server may take the request: all are down, drained, or already tried. */
export const NO_SERVER = -1
/** Servers are alive, but every one of them is at its connection limit: the request may wait. */
export const ALL_FULL = -2

/** What is written about a server in a configuration. */
export interface ServerConfig {
  readonly name: string
  /** Dotted IPv4 address, shown and, by some policies, hashed. */
  readonly address: string
  /** Share of the traffic, an integer from 0 (HAProxy: takes nothing new) up. */
  readonly weight: number
  /** Requests it may hold at once; 0 means no limit. */
  readonly maxConnections: number
  /** Used only when no other server may be chosen. */
  readonly backup: boolean
  /** Passive health, nginx's `max_fails`: failures before it is left alone; 0 switches this off. */
  readonly maxFails: number
  /** nginx's `fail_timeout`: both the span in which fails are counted and the time it is left alone, in µs. */
  readonly failTimeoutUs: number
  /** HAProxy's `slowstart`: how long a server that came back takes to reach its full weight, in µs; 0 is none. */
  readonly slowStartUs: number
}

/** A slow start under way, HAProxy's STARTING state. */
export interface WarmUp {
  /** Whole second at which the server came back. */
  readonly sinceS: number
  /** When the next step up is due, in µs. */
  nextStepAtUs: number
}

/** `ready` takes traffic; `drain` finishes what it has and takes nothing new; `down` takes nothing. */
export type AdminState = 'ready' | 'drain' | 'down'

/** A server as its balancer knows it: what was configured, and what the balancer has counted itself. */
export interface Server {
  readonly index: number
  readonly config: ServerConfig
  /** Weight now, as last set by a person. */
  weight: number
  /** HAProxy's `eweight`: sixteen times the weight, less while the server warms up. Its policies work with this one. */
  scaledWeight: number
  /** The slow start under way, or null. */
  warmUp: WarmUp | null
  admin: AdminState
  /** What active health checks last concluded. */
  healthy: boolean
  /** Requests sent to it and not yet answered. */
  connections: number
  /** nginx's weight in effect: lowered by failures, creeps back by 1 a round. */
  effectiveWeight: number
  /** nginx's passive health: failures counted, and the whole seconds when it was last checked and last failed. */
  fails: number
  checkedAtS: number
  accessedAtS: number
}

/** The servers, in the order of the configuration. A server never leaves its index, also when it goes away. */
export interface Pool {
  readonly servers: Server[]
}

/** What a policy may know of a request. */
export interface BalancedRequest {
  readonly clientAddress: string
  readonly key: string
  /** Name of the server that this client's cookie names, or null. Only sticky policies read it. */
  readonly cookie: string | null
  /** Indexes of servers that already failed this very request. Empty on the first attempt. */
  readonly tried: readonly number[]
}

/** `abandoned`: the client went away first, which says nothing of the server (nginx frees the peer without a verdict). */
export type CloseOutcome = 'answered' | 'failed' | 'abandoned'

/** One policy. `State` is its private plain data; nobody else reads or writes it (but anybody may show it). */
export interface Policy<State = unknown> {
  readonly name: PolicyName
  create(pool: Pool, options: PolicyOptions): State
  /**
   * Names a server. Changes its own state (a turn taken is taken) and, as nginx does, what the pool remembers of passive
   * health (`effectiveWeight` creeps back, `checkedAtS` moves). Connections are counted by whoever acts on the answer.
   */
  choose(state: State, pool: Pool, request: BalancedRequest, nowUs: number, rng: Rng): number
  /** Told after the pool counted the connection. */
  onOpen?(state: State, pool: Pool, server: Server, nowUs: number): void
  /** Told after the pool let the connection go. `responseTimeUs` runs from open to close. */
  onClose?(state: State, pool: Pool, server: Server, outcome: CloseOutcome, responseTimeUs: number, nowUs: number): void
  /** Told after weight, admin state, health or membership of a server changed. */
  onChange?(state: State, pool: Pool, server: Server, nowUs: number): void
}

/** Options that some policies read. Times in µs. */
export interface PolicyOptions {
  /** `least-response-time`: how fast an old observation fades (Peak EWMA's tau). */
  readonly decayUs: number
  /** `haproxy-random`: how many draws are compared, HAProxy's `random(N)`. */
  readonly draws: number
  /** HAProxy's `option allbackups`: when only backups are left, all of them share the load. Otherwise the first does it all. */
  readonly allBackups?: boolean
  /** `haproxy-consistent-hash`: HAProxy's `hash-balance-factor`, percent of the mean load that a server may hold; 0 or absent: no bound. */
  readonly balanceFactor?: number
}
