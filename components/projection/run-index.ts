/** What every family's index has: which stretches of messages and of lasting states can touch an instant. */

import { NEVER, type Trace } from '@/simulations/kernel/trace.ts'

/** Rows in one chunk of hops or spans. */
export const CHUNK = 256

export interface RunIndex {
  /** Latest arrival in each chunk of hops; latest end in each chunk of spans. */
  readonly hopsUntil: Float64Array
  readonly spansUntil: Float64Array
}

export function chunksOf({ hops, spans }: Trace): RunIndex {
  return {
    hopsUntil: chunkMaxima(hops.count, (row) => hops.sentAt[row]! + hops.delayUs[row]!),
    spansUntil: chunkMaxima(spans.count, (row) => (spans.lastedUs[row] === NEVER ? Infinity : spans.beganAt[row]! + spans.lastedUs[row]!)),
  }
}

/** The buffers of an index, for a transfer between threads. */
export function indexBuffers(index: object): ArrayBuffer[] {
  return Object.values(index).filter((value) => ArrayBuffer.isView(value)).map((value) => (value as Uint8Array).buffer as ArrayBuffer)
}

function chunkMaxima(count: number, endOf: (row: number) => number): Float64Array {
  const maxima = new Float64Array(Math.ceil(count / CHUNK)).fill(-Infinity)
  for (let row = 0; row < count; row++) {
    const chunk = Math.floor(row / CHUNK)
    const end = endOf(row)
    if (end > maxima[chunk]!) maxima[chunk] = end
  }
  return maxima
}
