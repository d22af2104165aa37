/**
 * What: the recorded area of Redis Cluster's redirections, played by our nodes.
 */

import { createCluster, deliverClaims, noteFailure } from '@/simulations/algorithms/sharding/redis-cluster.ts'
import { execute } from '@/simulations/algorithms/sharding/redis-cluster-commands.ts'
import { CaseError, MATCHED, isSame, mismatch, readInteger, readList, readRecords, readString, refuseUnknown, type Adapter, type CaseResult } from '../adapter.ts'
import type { TraceCase } from '../format.ts'

/** The two functions of ours that decide; tests put wrong ones in here. */
export interface ClusterEngine {
  readonly createCluster: typeof createCluster
  readonly execute: typeof execute
}

export const ourCluster: ClusterEngine = { createCluster, execute }

const FIELDS = ['id', 'format', 'area', 'system', 'config', 'how', 'recordedAt', 'note', 'ranges', 'ports', 'slotMigrated', 'src', 'dst', 'steps', 'deterministic', 'alternatives']
const LAST_SLOT = 16383

export function redisClusterAdapter(engine: ClusterEngine = ourCluster): Adapter {
  return { area: 'sharding.redis.cluster', isWhole: true, replay: (item) => replay(item, engine) }
}

function replay(item: TraceCase, engine: ClusterEngine): CaseResult {
  refuseUnknown(item, 'the recording', FIELDS)
  const ports = readList(item, 'ports').map(Number)
  const ranges = readRecords(item, 'ranges').map((row) => {
    refuseUnknown(row, 'a range', ['from', 'to', 'port', 'node'])
    return { from: readInteger(row, 'from', undefined, LAST_SLOT), to: readInteger(row, 'to', undefined, LAST_SLOT), node: readInteger(row, 'node', undefined, ports.length - 1) }
  })
  const cluster = engine.createCluster(ports.map((port, i) => ({ id: `<id-n${i}>`, address: `127.0.0.1:${port}` })), ranges)
  const clients = ports.map(() => ({ isAsking: false })) // one connection to each node
  for (const [step, row] of readRecords(item, 'steps').entries()) {
    if (row.event !== undefined) {
      refuseUnknown(row, 'an event', ['event', 'note'])
      const killed = /^node (\d+) killed$/.exec(readString(row, 'event'))
      if (killed === null || cluster.nodes[Number(killed[1])] === undefined) throw new CaseError(`event "${String(row.event)}" is not known`)
      noteFailure(cluster, Number(killed[1]))
      continue
    }
    refuseUnknown(row, 'a step', ['node', 'cmd', 'reply', 'note'])
    const node = readInteger(row, 'node', undefined, ports.length - 1)
    if (!cluster.nodes[node]!.isAlive) throw new CaseError(`step ${step} asks node ${node}, which was killed`)
    const execution = engine.execute(cluster, node, clients[node]!, readList(row, 'cmd').map(String))
    if (execution.kind === 'not-modelled') throw new CaseError(`step ${step}: ${execution.what} is not modelled`)
    deliverClaims(cluster) // the bus is quicker than the next command
    const expected = row.reply ?? null
    if (!isSame(expected, execution.reply)) return mismatch(step, expected, execution.reply)
  }
  return MATCHED
}
