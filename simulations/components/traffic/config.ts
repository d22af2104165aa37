/**
 * What: the facts of a system under load: who asks how often for how much work, and who answers with how many workers.
 * Why: every entry is something physical or configured. How long anybody waits, who gets overloaded and what fails is
 * never written here; it comes out of the run.
 *
 * Invariants: I1 all times are integer µs, all counts integers; the scenario boundary has checked every range.
 */

import type { PolicyName, PolicyOptions, ServerConfig } from '../../algorithms/balancing/policy.ts'
import type { SchemeName } from '../../algorithms/sharding/scheme.ts'
import type { Distribution } from '../../kernel/distributions.ts'
import type { LimiterCommand, LimiterSpec, RetrySpec, TenantSpec } from './limiter-config.ts'

/** The arrival rate at an instant; between two points it changes in a straight line. */
export interface RatePoint {
  readonly atUs: number
  readonly perSecond: number
}

/** Open load: people come whether or not the system keeps up. */
export interface OpenLoad {
  readonly kind: 'open'
  /** `poisson`: independent people; `regular`: a metronome. */
  readonly arrivals: 'poisson' | 'regular'
  /** At least one point, in order of time. */
  readonly rate: readonly RatePoint[]
  /** Besides the rate, `size` requests at once every `everyUs`. */
  readonly bursts: { readonly everyUs: number; readonly size: number } | null
}

/** Closed load: a fixed number of users, each waits for its answer and thinks before it asks again. */
export interface ClosedLoad {
  readonly kind: 'closed'
  readonly users: number
  readonly think: Distribution
}

/** One sort of request. */
export interface WorkClass {
  readonly name: string
  /** Its part of all requests, relative to the other classes. */
  readonly share: number
  /** Time a worker of a server of speed 1 needs for it. */
  readonly work: Distribution
  /** Time its query needs at a database that does nothing else; absent: it asks no database. */
  readonly query?: Distribution
  /** Which of the record's names it carries. Absent: `key`. */
  readonly by?: KeyName
  /** It changes the record: the primary alone may do it, and copies hear of it. Absent: it only reads. */
  readonly writes?: boolean
}

/** A record has a name of each kind; the same record has another hash under each. */
export type KeyName = 'key' | 'short-code' | 'long-url'

export interface ClientsConfig {
  /** How many different client addresses there are. */
  readonly count: number
  readonly load: OpenLoad | ClosedLoad
  readonly classes: readonly WorkClass[]
  /** Requests carry a key, drawn from Zipf's law. */
  readonly keys: { readonly count: number; readonly exponent: number }
  /** A client gives up after this long; 0: never. */
  readonly timeoutUs: number
  /** Whom clients belong to. Absent: everybody is alike. */
  readonly tenants?: readonly TenantSpec[]
  /** What clients do when a limiter tells them 429. Absent: they give up. */
  readonly retry?: RetrySpec
}

export interface ServerSpec extends ServerConfig {
  /** Requests it works on at the same time. */
  readonly workers: number
  /** Requests that may wait for a worker; one more is refused. */
  readonly queueCapacity: number
  /** 1 is the reference machine; 2 needs half the time for the same work. */
  readonly speed: number
  /** Delay of one way between balancer and this server. */
  readonly link: Distribution
  /** Name of the server whose records it holds a copy of. Absent: it is a shard of its own, or there are no shards. */
  readonly copyOf?: string
}

/** The servers hold records: each record lives on one shard, and only there it can be read or written. */
export interface ShardsSpec {
  /** The name by which records are placed: the partition key. A request that carries another one has to ask every shard. */
  readonly by: KeyName
  /** How a hash names a shard. */
  readonly scheme: SchemeName
  /** Delay of one way between a primary and a copy. */
  readonly copyLink: Distribution
  /** A copy takes over when its primary has been down for this long; 0: never. */
  readonly failoverUs: number
  /** Time that one record needs when its slot is handed to another shard. */
  readonly moveUs: number
  /** So many records share a hash tag, and with it a slot; 1: each has a name of its own. Read by `redis-slots`. */
  readonly together: number
}

/** The database behind the servers: one machine that all of them ask. */
export interface DatabaseSpec {
  /** Queries it works on at the same time: its cores. */
  readonly workers: number
  /** Queries that may wait for a worker; one more is refused. With `workers`: the connections it takes. */
  readonly queueCapacity: number
  /** Delay of one way between a server and the database. */
  readonly link: Distribution
  /** Every other query that is there, served or waiting, makes a query longer by this part of its time. 0: it does not. */
  readonly crowding: number
}

export interface ActiveCheck {
  readonly everyUs: number
  readonly timeoutUs: number
  /** Failures in a row that take a healthy server out. */
  readonly fall: number
  /** Successes in a row that bring it back. */
  readonly rise: number
}

export interface BalancerSpec {
  readonly policy: PolicyName
  readonly options: PolicyOptions
  /** Requests that may wait at the balancer while every server is at its connection limit. */
  readonly waitCapacity: number
  /** How many servers one request is tried on, 1 or more. */
  readonly tries: number
  /** A try without an answer for this long has failed; 0: wait for ever. */
  readonly tryTimeoutUs: number
  readonly activeCheck: ActiveCheck | null
  /** Reads of one record that are under way at the same time share one try. Absent: each has its own. */
  readonly coalesces?: boolean
}

export interface TrafficConfig {
  readonly durationUs: number
  readonly clients: ClientsConfig
  /** Delay of one way between clients and balancer. */
  readonly clientLink: Distribution
  readonly balancer: BalancerSpec
  readonly servers: readonly ServerSpec[]
  /** Absent: servers answer by themselves. */
  readonly database?: DatabaseSpec
  /** Absent: any server can answer any request. */
  readonly shards?: ShardsSpec
  /** Absent: clients reach the balancer directly. */
  readonly limiter?: LimiterSpec
}

/** What a person, a scenario's script or a link may do to a running system. */
export type TrafficCommand =
  | { readonly kind: 'stop-server'; readonly server: string }
  | { readonly kind: 'start-server'; readonly server: string }
  | { readonly kind: 'slow-server'; readonly server: string; /** Work takes this many times as long; 1 ends it. */ readonly factor: number }
  | { readonly kind: 'drain-server'; readonly server: string }
  | { readonly kind: 'ready-server'; readonly server: string }
  | { readonly kind: 'add-server'; readonly server: ServerSpec }
  | { readonly kind: 'set-policy'; readonly policy: PolicyName }
  | { readonly kind: 'set-weight'; readonly server: string; readonly weight: number }
  | { readonly kind: 'set-rate'; /** Open load: times the configured rate. Closed load: times the users' pace. */ readonly factor: number }
  | { readonly kind: 'cut-link'; readonly server: string }
  | { readonly kind: 'move-slots'; readonly server: string; readonly to: string; /** Part of its slots, 0 to 1. */ readonly share: number }
  | { readonly kind: 'slow-link'; readonly server: string; readonly factor: number }
  | { readonly kind: 'heal-link'; readonly server: string }
  | LimiterCommand

/** A command at an instant: data, recorded as it was given. */
export interface Intervention {
  readonly atUs: number
  readonly command: TrafficCommand
}
