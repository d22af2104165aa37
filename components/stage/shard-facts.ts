/** Which part a server plays among those that hold the same records: read from the configuration and from the notes of who took over. */

import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'

/** The primary's name where it is a copy, '' where it is the primary of copies; null where nobody holds the same records. */
export function copyOfAt(config: TrafficConfig, trace: Trace | null, lane: number, atUs: number): string | null {
  const index = trace === null ? lane - 2 : trace.lanes[lane]!.index
  const server = config.servers[index]
  if (server === undefined || config.servers.every((one) => one.copyOf === undefined)) return null
  const group = server.copyOf ?? server.name
  const isAlone = config.servers.filter((one) => (one.copyOf ?? one.name) === group).length === 1
  let primary = group
  for (const note of trace?.notes ?? []) {
    if (note.atUs > atUs) break
    if (note.kind !== 'copy.promoted') continue
    const heir = config.servers[trace!.lanes[note.lane]!.index]!
    if ((heir.copyOf ?? heir.name) === group) primary = heir.name
  }
  return isAlone ? null : primary === server.name ? '' : primary
}
