/**
 * What: which adapter replays which area. An area that is not here is reported as not implemented.
 */

import type { Adapter } from './adapter.ts'
import * as haproxy from './areas/haproxy.ts'
import * as hashing from './areas/hashing.ts'
import * as nginx from './areas/nginx.ts'
import { rateLimitingAdapters } from './areas/rate-limiting.ts'
import { redisClusterAdapter } from './areas/redis-cluster.ts'
import { ourSharding } from './areas/sharding-engine.ts'
import { shardingAdapters } from './areas/sharding.ts'

const list: readonly Adapter[] = [
  nginx.nginxRoundRobin,
  nginx.nginxPassiveHealth,
  nginx.nginxLeastConn,
  nginx.nginxIpHash,
  nginx.nginxRandom,
  haproxy.haproxyRoundRobin,
  haproxy.haproxyStaticRr,
  haproxy.haproxyLeastConn,
  haproxy.haproxyFirst,
  haproxy.haproxyRandom,
  haproxy.haproxyCookie,
  haproxy.haproxySlowStart,
  hashing.nginxHash,
  hashing.haproxyHash,
  hashing.haproxySource,
  hashing.haproxyBoundedLoad,
  ...rateLimitingAdapters(),
  ...shardingAdapters(ourSharding),
  redisClusterAdapter(),
]

export const adapters: ReadonlyMap<string, Adapter> = new Map(list.map((adapter) => [adapter.area, adapter]))
