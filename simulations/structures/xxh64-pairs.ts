/**
 * What: XXH64 on pairs of 32-bit integers: the faster twin of `xxh64` in `xxhash.ts`.
 * Why: rendezvous hashing asks for a hash of every node for every key. On bigints that takes microseconds; a pair of plain
 * integers takes a tenth. A test holds the twins equal for every length and many seeds.
 *
 * Picture:   (high, low) × (high, low):   low·low in four products of 16 bits, plus the two cross products into the upper half
 *
 * Invariants:
 *   I1 the pair is what `xxh64` gives, high and low half.
 *
 * Source: as `xxhash.ts`; Knuth, The Art of Computer Programming 2, 4.3.1, algorithm M, for the product.
 * Simplifications: the result lies in `hashed`, which the next call overwrites: an array for each hash would cost more than hashing.
 * Complexity: one step for each 32 bytes, then one for each 8, 4 and 1.
 */

/** The last result: `high` and `low` are integers from 0 to 2^32 - 1. */
export const hashed = { high: 0, low: 0 }

// The register that the helpers below work on.
let high = 0
let low = 0

const lanes = new Int32Array(8)

/** Hashes bytes with a seed given in two halves, and leaves the result in `hashed`. */
export function hashPairs(bytes: Uint8Array, seedHigh: number, seedLow: number): void {
  const size = bytes.length
  let at = 0
  if (size >= 32) {
    startLanes(seedHigh, seedLow)
    for (; at + 32 <= size; at += 32) {
      for (let lane = 0; lane < 4; lane++) {
        set(lanes[2 * lane]!, lanes[2 * lane + 1]!)
        round(intAt(bytes, at + 8 * lane + 4), intAt(bytes, at + 8 * lane))
        lanes[2 * lane] = high
        lanes[2 * lane + 1] = low
      }
    }
    joinLanes()
  } else {
    set(seedHigh, seedLow)
    add(0x27d4eb2f, 0x165667c5)
  }
  add(0, size)
  for (; at + 8 <= size; at += 8) {
    mixIn(intAt(bytes, at + 4), intAt(bytes, at))
    turn(27)
    timesPrime1()
    add(0x85ebca77, 0xc2b2ae63)
  }
  for (; at + 4 <= size; at += 4) {
    const [h, l] = [high, low]
    set(0, intAt(bytes, at))
    timesPrime1()
    set(high ^ h, low ^ l)
    turn(23)
    times(0xc2b2ae3d, 0x27d4eb4f)
    add(0x165667b1, 0x9e3779f9)
  }
  for (; at < size; at++) {
    const [h, l] = [high, low]
    set(0, bytes[at]!)
    times(0x27d4eb2f, 0x165667c5)
    set(high ^ h, low ^ l)
    turn(11)
    timesPrime1()
  }
  avalanche()
  hashed.high = high >>> 0
  hashed.low = low >>> 0
}

function startLanes(seedHigh: number, seedLow: number): void {
  const starts = [0x60ea27ee, 0xadc0b5d6, 0xc2b2ae3d, 0x27d4eb4f, 0, 0, 0x61c8864e, 0x7a143579] // P1 + P2, P2, 0, -P1
  for (let lane = 0; lane < 4; lane++) {
    set(seedHigh, seedLow)
    add(starts[2 * lane]!, starts[2 * lane + 1]!)
    lanes[2 * lane] = high
    lanes[2 * lane + 1] = low
  }
}

function joinLanes(): void {
  let [sumHigh, sumLow] = [0, 0]
  for (let lane = 0; lane < 4; lane++) {
    set(lanes[2 * lane]!, lanes[2 * lane + 1]!)
    turn([1, 7, 12, 18][lane]!)
    add(sumHigh, sumLow)
    sumHigh = high
    sumLow = low
  }
  for (let lane = 0; lane < 4; lane++) {
    mixIn(lanes[2 * lane]!, lanes[2 * lane + 1]!)
    timesPrime1()
    add(0x85ebca77, 0xc2b2ae63)
  }
}

/** register = turn(register + input × P2, 31) × P1 */
function round(inputHigh: number, inputLow: number): void {
  const [h, l] = [high, low]
  set(inputHigh, inputLow)
  times(0xc2b2ae3d, 0x27d4eb4f)
  add(h, l)
  turn(31)
  timesPrime1()
}

/** register ^= round of an empty lane */
function mixIn(inputHigh: number, inputLow: number): void {
  const [h, l] = [high, low]
  set(0, 0)
  round(inputHigh, inputLow)
  set(high ^ h, low ^ l)
}

function avalanche(): void {
  set(high, low ^ (high >>> 1)) // ^ >> 33
  times(0xc2b2ae3d, 0x27d4eb4f)
  set(high ^ (high >>> 29), low ^ ((low >>> 29) | (high << 3)))
  times(0x165667b1, 0x9e3779f9)
  set(high, low ^ high) // ^ >> 32
}

function timesPrime1(): void {
  times(0x9e3779b1, 0x85ebca87)
}

function set(toHigh: number, toLow: number): void {
  high = toHigh | 0
  low = toLow | 0
}

function add(otherHigh: number, otherLow: number): void {
  const sum = (low >>> 0) + (otherLow >>> 0)
  high = (high + otherHigh + (sum > 4294967295 ? 1 : 0)) | 0
  low = sum | 0
}

function turn(by: number): void {
  const [h, l] = [high, low]
  high = (h << by) | (l >>> (32 - by))
  low = (l << by) | (h >>> (32 - by))
}

function times(otherHigh: number, otherLow: number): void {
  const [a0, a1, b0, b1] = [low & 0xffff, low >>> 16, otherLow & 0xffff, otherLow >>> 16]
  const lowest = a0 * b0
  const cross = a1 * b0
  const middle = a0 * b1 + (lowest >>> 16) + (cross & 0xffff) // below 2^33, exact in a double
  high = (a1 * b1 + Math.floor(middle / 65536) + (cross >>> 16) + Math.imul(high, otherLow) + Math.imul(low, otherHigh)) | 0
  low = (middle << 16) | (lowest & 0xffff)
}

function intAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}
