/**
 * What: the two rings of npm that are used most, under the load of `load.ts`.
 */

import ConsistentHash from 'consistent-hash'
import HashRing from 'hashring'
import { lookUp, NODES, POINTS } from './load.ts'

/** npm `consistent-hash`: points drawn at random, keys by a PJW hash of 24 bits. */
export function consistentHashMany(count: number): number {
  const ring = new ConsistentHash({ weight: POINTS })
  for (const node of NODES) ring.add(node)
  return lookUp(count, (key) => ring.get(key) === NODES[0])
}

/** npm `hashring`: libketama's 40 digests of 4 points. Its cache of answers is off, which is the faster way with this many keys. */
export function hashringMany(count: number): number {
  const ring = new HashRing([...NODES], 'md5', { 'max cache size': 1 })
  return lookUp(count, (key) => ring.get(key) === NODES[0])
}
