/**
 * What: a small, fast source of random numbers whose every draw is the same on every machine.
 * Why: a run must replay from its seed. `Math.random` cannot be seeded, so it cannot replay.
 *
 * Picture:   seed 42 ──fork('clients/0/arrivals')──▶ its own stream
 *                    └─fork('servers/2/service')───▶ another; adding a server disturbs neither
 *
 * Invariants:
 *   I1 the same seed gives the same numbers, on every engine (integer arithmetic only).
 *   I2 a fork depends on the seed and the name, never on what was drawn or forked before.
 *
 * Source: sfc32 by Chris Doty-Humphrey, PractRand 0.95 (`RNG/other/sfc.h`); stream names are hashed with
 * 32-bit FNV-1a (draft-eastlake-fnv-17, section 5) and mixed with MurmurHash3's finalizer (Appleby, `fmix32`).
 * Simplifications: 128 bits of state and a period of about 2^127 on average; not for secrets.
 * Complexity: a draw is a dozen integer operations, no allocation.
 */

/** State of one stream: sfc32's a, b, c and counter. Plain data, owned by whoever created it. */
export type Rng = Int32Array

/** Draws thrown away after seeding, so that similar seeds stop looking alike (PractRand uses 12 to 18). */
const WARM_UP_DRAWS = 15

/** A stream for a seed (any integer; its low and high 32 bits both count) and a name. */
export function createRng(seed: number, name = ''): Rng {
  const low = seed | 0
  const high = Math.floor(seed / 4294967296) | 0
  const label = hashName(name)
  const rng = new Int32Array([mix(low ^ 0x9e3779b9), mix(high ^ label), mix(label ^ 0x85ebca6b ^ low), 1])
  for (let i = 0; i < WARM_UP_DRAWS; i++) nextUint32(rng)
  return rng
}

/** The next 32 random bits, as an unsigned integer. */
export function nextUint32(rng: Rng): number {
  const a = rng[0]!
  const b = rng[1]!
  const c = rng[2]!
  const counter = rng[3]!
  const sum = (((a + b) | 0) + counter) | 0
  rng[3] = (counter + 1) | 0
  rng[0] = b ^ (b >>> 9)
  rng[1] = (c + (c << 3)) | 0
  rng[2] = (((c << 21) | (c >>> 11)) + sum) | 0
  return sum >>> 0
}

/** A float in [0, 1): 32 random bits divided by 2^32. */
export function nextFloat(rng: Rng): number {
  return nextUint32(rng) / 4294967296
}

/**
 * An integer in [0, bound), each equally likely. `bound` is an integer from 1 to 2^32.
 * Source: rejection as in Lemire, "Fast random integer generation in an interval" (2019), section 3, first method.
 */
export function nextInt(rng: Rng, bound: number): number {
  const limit = 4294967296 - (4294967296 % bound)
  for (;;) {
    const bits = nextUint32(rng)
    if (bits < limit) return bits % bound
  }
}

/** 32-bit FNV-1a over the UTF-16 code units of a name, two bytes each. */
function hashName(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i)
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193)
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193)
  }
  return hash | 0
}

/** MurmurHash3's finalizer: every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
