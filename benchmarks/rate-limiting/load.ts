import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * What: the same work for every limiter: decisions on 10,000 keys in a shuffled order, most of them admitted.
 * Each limiter keeps one bucket a key; the peers read their clock as they always do. A refusal of rate-limiter-flexible is an
 * exception and would cost it more, so nobody is refused: the limit is far away.
 */

export const KEYS = 10_000
export const LIMIT = 1_000_000

/** Like the addresses or ids of a real service. */
export const keys: readonly string[] = Array.from({ length: KEYS }, (_, i) => `user:${((i * 2_654_435_761) >>> 0).toString(36)}`)

/** Which key each decision is about; a power of two of them, to go around in. */
export const order = new Uint16Array(65_536)
let state = 12_345
for (let i = 0; i < order.length; i++) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
  order[i] = Math.floor((state / 4_294_967_296) * KEYS)
}

/** Bytes that each of many keys costs, on the heap and in the buffers beside it, without the text of the key itself. */
export function bytesPerKey(count: number, fill: (key: string) => void): number {
  setFlagsFromString('--expose_gc')
  const collect = runInNewContext('gc') as () => void
  const used = (): number => {
    for (let i = 0; i < 3; i++) collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const names = new Set(Array.from({ length: count }, (_, i) => `user:${i}`)) // as keys of a set, their texts are made already
  const before = used()
  for (const name of names) fill(name)
  return Math.round((used() - before) / names.size)
}
