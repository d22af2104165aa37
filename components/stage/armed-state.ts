import { routingOf, type LaneState, type SystemState } from '@/components/projection/traffic-state.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'

/** The system before anything has run: what is configured and nothing else. */
export function armedState(config: TrafficConfig): SystemState {
  const idle = {
    joined: true, queued: 0, serving: 0, workers: 0, queueCapacity: 0, connections: 0, running: true, slowness: 1, admin: 'ready', healthy: true,
    leftAlone: false, link: 'ok', weight: 1, answered: 0, refused: 0, lost: 0, held: 0,
  } as const
  const lanes: LaneState[] = [
    { ...idle, lane: 0, id: 'clients', role: 'client' },
    { ...idle, lane: 1, id: 'balancer', role: 'balancer' },
    ...config.servers.map(({ name, workers, queueCapacity, weight }, index): LaneState => ({ ...idle, lane: index + 2, id: name, role: 'service', workers, queueCapacity, weight })),
    ...(config.database === undefined ? [] : [{
      ...idle, lane: config.servers.length + 2, id: 'database', role: 'store', workers: config.database.workers, queueCapacity: config.database.queueCapacity,
    } satisfies LaneState]),
  ]
  const { limiter } = config
  if (limiter !== undefined) {
    const first = lanes.length
    for (let index = 0; index < limiter.nodes; index++) lanes.push({ ...idle, lane: first + index, id: `limiter-${index + 1}`, role: 'limiter' })
    if (limiter.counts === 'shared' || limiter.counts === 'synchronised') {
      lanes.push({ ...idle, lane: lanes.length, id: 'limit-store', role: 'memory', workers: limiter.store.workers, queueCapacity: limiter.store.queueCapacity })
    }
  }
  return {
    atUs: 0, row: -1, policy: routingOf(config), pace: 1, limit: 1, lanes,
    metrics: { sent: 0, answered: 0, refused: 0, lost: 0, timedOut: 0, throttled: 0, inSystem: 0, meanUs: NaN, p50Us: NaN, p95Us: NaN, p99Us: NaN, maxUs: NaN, answeredPerSecond: 0 },
  }
}
