/**
 * What: the hash of Cassandra's Murmur3Partitioner: the first 64 bits of MurmurHash3 x64_128, with a slip that is there for good.
 * Why: a token decides which nodes hold a row. Cassandra reads the last bytes of a key as signed numbers, so keys with bytes
 * above 127 at their end get other tokens than the published hash gives; and since data lies where the slip put it, it stays.
 *
 * Picture:   'é' = c3 a9   published: h ^= 0xa9 << 8      Cassandra: h ^= (-87) << 8, which fills all higher bits with ones
 *
 * Invariants:
 *   I1 the token is from -2^63 + 1 to 2^63 - 1; -2^63 is kept for "before everything" and becomes 2^63 - 1.
 *
 * Source: Apache Cassandra `src/java/org/apache/cassandra/utils/MurmurHash.java` (`hash3_x64_128`), `dht/Murmur3Partitioner.java`.
 * Simplifications: bigints in place of 64-bit registers.
 * Complexity: one step for each 16 bytes.
 */

import { utf8 } from './crc32.ts'

const C1 = 0x87c37b91114253d5n
const C2 = 0x4cf5ad432745937fn

/** The token of a partition key of one text column. The empty key's token is 0 in drivers; Cassandra refuses empty keys. */
export function cassandraToken(data: Uint8Array | string): bigint {
  const bytes = typeof data === 'string' ? utf8(data) : data
  const token = hash3(bytes)
  return token === -0x8000000000000000n ? 0x7fffffffffffffffn : token // Murmur3Partitioner.normalize
}

function hash3(bytes: Uint8Array): bigint {
  let h1 = 0n
  let h2 = 0n
  const whole = bytes.length & ~15
  for (let i = 0; i < whole; i += 16) {
    h1 ^= stir(readLong(bytes, i), C1, 31n, C2)
    h1 = wrap(wrap(turn(h1, 27n) + h2) * 5n + 0x52dce729n)
    h2 ^= stir(readLong(bytes, i + 8), C2, 33n, C1)
    h2 = wrap(wrap(turn(h2, 31n) + h1) * 5n + 0x38495ab5n)
  }
  const tail = bytes.length - whole
  if (tail > 8) h2 ^= stir(signedTail(bytes, whole + 8, tail - 8), C2, 33n, C1)
  if (tail > 0) h1 ^= stir(signedTail(bytes, whole, Math.min(tail, 8)), C1, 31n, C2)
  const size = BigInt(bytes.length)
  h1 = wrap((h1 ^ size) + (h2 ^ size))
  h2 = wrap((h2 ^ size) + h1)
  return BigInt.asIntN(64, finish(h1) + finish(h2))
}

/** The slip: `((long) key.get(offset + 7)) << 56` and so on, where get() returns a signed byte. */
function signedTail(bytes: Uint8Array, from: number, count: number): bigint {
  let value = 0n
  for (let i = 0; i < count; i++) value ^= BigInt((bytes[from + i]! << 24) >> 24) << BigInt(8 * i)
  return wrap(value)
}

function readLong(bytes: Uint8Array, from: number): bigint {
  let value = 0n
  for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(bytes[from + i]!)
  return value
}

function stir(value: bigint, first: bigint, by: bigint, second: bigint): bigint {
  return wrap(turn(wrap(value * first), by) * second)
}

function finish(hash: bigint): bigint {
  let h = wrap((hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn)
  h = wrap((h ^ (h >> 33n)) * 0xc4ceb9fe1a85ec53n)
  return h ^ (h >> 33n)
}

function turn(value: bigint, by: bigint): bigint {
  return wrap((value << by) | (value >> (64n - by)))
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}
