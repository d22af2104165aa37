/**
 * What: everything of ours that a replay of sharding runs. Tests put a wrong part in here and expect to be told.
 */

import { partitionOf } from '@/simulations/algorithms/sharding/kafka-partitioner.ts'
import { jumpBucket } from '@/simulations/algorithms/sharding/jump.ts'
import { digestWords, ketamaPoints } from '@/simulations/algorithms/sharding/libketama.ts'
import { fillTable } from '@/simulations/algorithms/sharding/maglev.ts'
import { slotOf } from '@/simulations/algorithms/sharding/redis-slots.ts'
import { createSharder, locate, schemes, type Sharder } from '@/simulations/algorithms/sharding/sharder.ts'
import { cassandraToken } from '@/simulations/structures/cassandra-murmur3.ts'
import { createHashRing, rowAtOrAfter } from '@/simulations/structures/hash-ring.ts'
import { createBloom, mayContain } from '@/simulations/structures/leveldb-bloom.ts'
import { murmur2, oneAtATime } from '@/simulations/structures/short-hashes.ts'
import { xxh3 } from '@/simulations/structures/xxh3.ts'
import { hashPairs } from '@/simulations/structures/xxh64-pairs.ts'
import { xxh32, xxh64 } from '@/simulations/structures/xxhash.ts'

export const ourSharding = {
  partitionOf,
  jumpBucket,
  digestWords,
  ketamaPoints,
  fillTable,
  slotOf,
  createSharder,
  locate,
  cassandraToken,
  createHashRing,
  rowAtOrAfter,
  createBloom,
  mayContain,
  murmur2,
  oneAtATime,
  xxh3,
  hashPairs,
  xxh32,
  xxh64,
}

export type ShardingEngine = typeof ourSharding

/** The node of a key whose hash another rule made. */
export function locateHash(sharder: Sharder, hash: number): number {
  return schemes[sharder.scheme].locateHash!(sharder.state, sharder.nodes, hash)
}
