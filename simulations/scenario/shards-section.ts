/**
 * What: the part of a traffic scenario that makes servers hold records: shards, their copies, what a request carries.
 * Why: it is one subject with few words, apart from the rest of the format.
 *
 * Picture:   servers s1 s2 s3 s4      copies: 0 ─▶ four shards      copies: 1 ─▶ s1 + its copy s2, s3 + its copy s4
 *                                     copies: 3 ─▶ one shard: s1, and three copies of it
 */

import * as z from 'zod/mini'
import type { KeyName, ServerSpec, ShardsSpec } from '../components/traffic/config.ts'
import type { SchemeName } from '../algorithms/sharding/scheme.ts'
import type { Distribution } from '../kernel/distributions.ts'
import { choice, count, distribution, duration } from './fields.ts'
import { problemAt, type Problem } from './problems.ts'

const SECOND = 1_000_000
const KEY_NAMES = ['key', 'short-code', 'long-url'] as const satisfies readonly KeyName[]
/** Schemes that place a record by its hash alone. */
const SCHEMES = ['redis-slots', 'consistent-ring', 'modulo', 'jump', 'rendezvous'] as const satisfies readonly SchemeName[]

/** Which of a record's names a request carries, and by which one records are placed. */
export const keyName = () => choice(KEY_NAMES)

export const shardsSchema = z.strictObject({
  by: z._default(keyName(), 'key'),
  scheme: z._default(choice(SCHEMES), 'redis-slots'),
  copies: z._default(count({ min: 0, max: 11 }), 0),
  'copy-link': z.optional(distribution({ max: 10 * SECOND })),
  failover: z._default(duration({ min: 0, max: 120 * SECOND }), 0),
  together: z._default(count({ min: 1, max: 10_000, scale: 'log' }), 1),
  move: z._default(duration({ min: 10, max: SECOND }), 1_000),
})

type ParsedShards = z.output<typeof shardsSchema>

export function compileShards(parsed: ParsedShards, serverLink: Distribution): ShardsSpec {
  return { by: parsed.by, scheme: parsed.scheme, copyLink: parsed['copy-link'] ?? serverLink, failoverUs: parsed.failover, moveUs: parsed.move, together: parsed.together }
}

/** Of each group of servers the first is a primary, and the others are its copies. */
export function withCopies(servers: readonly ServerSpec[], parsed: ParsedShards | undefined): readonly ServerSpec[] {
  const size = 1 + (parsed?.copies ?? 0)
  return size === 1 ? servers : servers.map((server, index) => {
    const primary = servers[index - (index % size)]!
    return primary === server ? server : { ...server, copyOf: primary.name }
  })
}

/** What the shards forbid, and what needs them. */
export function impossibleShards(
  shards: ParsedShards | undefined, requests: Readonly<Record<string, { readonly by?: KeyName | undefined }>>, hasDatabase: boolean,
): Problem[] {
  if (shards !== undefined) return hasDatabase ? [problemAt(['database'], 'shards-are-store', {})] : []
  return Object.keys(requests).filter((name) => requests[name]!.by !== undefined).map((name) => problemAt(['clients', 'requests', name, 'by'], 'no-shards', {}))
}
