/**
 * What: how Kafka's producers turn the key of a message into a partition: a hash, its sign dropped, modulo the partitions.
 * Why: messages of one key stay in order because they go to one partition. Two clients with different defaults, Java and
 * librdkafka, send one key to two partitions, and the order is gone without any error. And adding a partition moves keys.
 *
 * Picture:   murmur2('foobar') = -790332482 ─▶ & 0x7fffffff = 1357151166 ─▶ mod 6 = 0         (Java)
 *            crc32('foobar') = 2666930069 ─▶ mod 6 = 5                                          (librdkafka, by default)
 *
 * Invariants:
 *   I1 the partition depends on the key's bytes and the number of partitions alone.
 *
 * Source: Kafka `clients/.../utils/Utils.java` (`murmur2`, `toPositive`), KIP-480; librdkafka 2.0 `src/rdkafka_msg.c`
 * (`rd_kafka_msg_partitioner_consistent`, `_murmur2`, `_fnv1a`), `src/rdfnv1a.c`.
 * Simplifications: messages without a key are spread by other rules (sticky batches) and are not placed here. librdkafka's
 * default also spreads empty keys at random; here an empty key is a key. Nodes stand for partitions.
 * Complexity: O(length of the key).
 */

import { crc32 } from '../../structures/crc32.ts'
import { fnv1a, murmur2 } from '../../structures/short-hashes.ts'
import { gatherNeighbours, NO_NODE, type Scheme, type ShardNode } from './scheme.ts'

export type Partitioner = 'murmur2' | 'crc32' | 'fnv1a'

export interface KafkaState {
  readonly partitioner: Partitioner
}

export const kafka: Scheme<KafkaState> = {
  name: 'kafka',
  hasWeights: false,
  create: (_nodes, options) => ({ partitioner: options.partitioner }),
  locate(state, nodes, key) {
    if (nodes.length === 0) return NO_NODE
    return upOrNone(nodes, partitionOf(state.partitioner, key, nodes.length))
  },
  replicas: (state, nodes, key, count) => (nodes.length === 0 ? [] : gatherNeighbours(nodes, partitionOf(state.partitioner, key, nodes.length), count)),
}

export function partitionOf(partitioner: Partitioner, key: string, partitions: number): number {
  switch (partitioner) {
    case 'murmur2':
      return (murmur2(key) & 0x7fffffff) % partitions // toPositive cuts the sign off; it is not the absolute value
    case 'crc32':
      return crc32(key) % partitions
    case 'fnv1a': {
      const signed = fnv1a(key) | 0
      return (signed < 0 ? -signed : signed) % partitions // rd_fnv1a does take the absolute value, as Sarama does
    }
  }
}

function upOrNone(nodes: readonly ShardNode[], index: number): number {
  return nodes[index]!.isDown ? NO_NODE : index
}
