/**
 * What: Cassandra's ring: a key's token is a 64-bit number, nodes own tokens, and the first token at or after the key's decides.
 * Why: it is consistent hashing for data that must not be lost: the next different nodes on the ring hold the copies, so a node
 * that is down is asked for by nobody and its rows are still read.
 *
 * Picture:   token('user:42') ─▶ ──a──●──b──c──a──   first copy b, second c, third a
 *
 * Invariants:
 *   I1 a node owns the range that ends with its token, the token itself included.
 *   I2 a change moves only keys that come from, or go to, the node that changed.
 *
 * Source: Apache Cassandra `dht/Murmur3Partitioner.java`, `locator/TokenMetadata.java` (`firstTokenIndex`),
 * `locator/SimpleStrategy.java`; Dynamo (SOSP 2007), section 4.3, for the list of copies.
 * Simplifications: tokens of a node are the tokens of its name and a number. Cassandra draws them at random, or chooses them to
 * be even (`allocate_tokens_for_local_replication_factor`). No racks.
 * Complexity: O(log tokens) a key.
 */

import { cassandraToken } from '../../structures/cassandra-murmur3.ts'
import { gatherOwners, NO_NODE, refuse, type Scheme } from './scheme.ts'

/** Tokens rise from left to right; two parallel columns. */
export interface CassandraState {
  readonly tokens: BigInt64Array
  readonly owners: Uint32Array
}

const MOST_TOKENS = 200_000

export const cassandraRing: Scheme<CassandraState> = {
  name: 'cassandra-ring',
  hasWeights: true,
  refuse(nodes, options) {
    const tokens = nodes.reduce((sum, node) => sum + node.weight * options.tokens, 0)
    return tokens <= MOST_TOKENS ? null : refuse('too-many-points', `These weights make ${tokens} tokens, at most ${MOST_TOKENS} are kept. Divide the weights by a common number.`)
  },
  create(nodes, options) {
    const rows: { token: bigint; owner: number }[] = []
    for (const [owner, node] of nodes.entries()) {
      for (let i = 0; i < node.weight * options.tokens; i++) rows.push({ token: cassandraToken(`${node.name}-${i}`), owner })
    }
    rows.sort((a, b) => (a.token === b.token ? (nodes[a.owner]!.name < nodes[b.owner]!.name ? -1 : 1) : a.token < b.token ? -1 : 1))
    return { tokens: BigInt64Array.from(rows, (row) => row.token), owners: Uint32Array.from(rows, (row) => row.owner) }
  },
  locate: (state, nodes, key) => gatherOwners(nodes, state.owners, firstTokenIndex(state.tokens, cassandraToken(key)), 1)[0] ?? NO_NODE,
  replicas: (state, nodes, key, count) => gatherOwners(nodes, state.owners, firstTokenIndex(state.tokens, cassandraToken(key)), count),
}

/** Row of the first token at or after this one; past the last, the first. */
function firstTokenIndex(tokens: BigInt64Array, token: bigint): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (tokens[middle]! < token) low = middle + 1
    else high = middle
  }
  return low === tokens.length ? 0 : low
}
