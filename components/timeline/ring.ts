/** Rings around what fared otherwise in the run beside this one. */

import type { Trace } from '@/simulations/kernel/trace.ts'

/** Radius of a ring on a diagram of full size. */
export const RING_PX = 9
/** In the column of servers: none was ever asked. */
const NO_SERVER = 0xffff

/** Whether this message carries the ring of its request: where one reaches a server; where none ever does, the refusal that its client gets. */
export function isRinged({ hops, lanes, subjects, vocabulary }: Trace, row: number): boolean {
  const to = lanes[hops.to[row]!]!.role
  if (hops.kind[row] === vocabulary.hops.indexOf('request')) return to === 'service'
  return to === 'client' && subjects.columns.server?.[hops.subject[row]!] === NO_SERVER
}
