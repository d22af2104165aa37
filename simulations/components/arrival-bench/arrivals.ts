/**
 * What: a sequence of arrivals as columns: when, of whom, how much, and on which line of the text it stood.
 * Why: a million of them are a few arrays and not a million objects; they go to another thread without being copied.
 *
 * Picture:   atUs │ 0 │ 100_000 │ 40_000 │      the order is the order of asking: the third came when the clock had gone back
 *            key  │ 0 │ 1       │ 0      │      keys: ['', 'ann']
 *
 * Invariants: I1 all columns have `count` entries; I2 `byTime` is a permutation, in order of time, the earlier written first.
 * Source: none; the layout is that of the trace.
 * Simplifications: at most LARGEST_SEQUENCE arrivals.
 * Complexity: O(n) when times rise, O(n log n) when not.
 */

export interface Arrivals {
  readonly count: number
  /** Whole microseconds, in the order in which the limiter is asked. */
  readonly atUs: Float64Array
  readonly key: Uint32Array
  readonly cost: Uint32Array
  /** From 1. */
  readonly line: Uint32Array
  readonly keys: readonly string[]
  /** How often an arrival is earlier than the one before it. */
  readonly jumpsBack: number
}

export const LARGEST_SEQUENCE = 1_000_000
export const LARGEST_COST = 10_000

export interface ArrivalsBuilder {
  add(atUs: number, key: string, cost: number, line: number): void
  readonly count: number
  finish(): Arrivals
}

export function createArrivals(): ArrivalsBuilder {
  let room = 1024
  let atUs = new Float64Array(room)
  let key = new Uint32Array(room)
  let cost = new Uint32Array(room)
  let line = new Uint32Array(room)
  let count = 0
  let jumpsBack = 0
  const numbers = new Map<string, number>()
  const grow = (): void => {
    room *= 2
    const larger = { atUs: new Float64Array(room), key: new Uint32Array(room), cost: new Uint32Array(room), line: new Uint32Array(room) }
    larger.atUs.set(atUs)
    larger.key.set(key)
    larger.cost.set(cost)
    larger.line.set(line)
    ;({ atUs, key, cost, line } = larger)
  }
  return {
    add(at, name, units, number) {
      if (count === room) grow()
      let known = numbers.get(name)
      if (known === undefined) numbers.set(name, (known = numbers.size))
      if (count > 0 && at < atUs[count - 1]!) jumpsBack++
      atUs[count] = at
      key[count] = known
      cost[count] = units
      line[count] = number
      count++
    },
    get count() {
      return count
    },
    finish: () => ({ count, atUs: atUs.slice(0, count), key: key.slice(0, count), cost: cost.slice(0, count), line: line.slice(0, count), keys: [...numbers.keys()], jumpsBack }),
  }
}

/** The arrivals in order of time. (I2) */
export function byTime({ count, atUs, jumpsBack }: Arrivals): Uint32Array {
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  return jumpsBack === 0 ? order : order.sort((a, b) => atUs[a]! - atUs[b]! || a - b)
}
