/**
 * What: every law of the traffic family over one trace.
 * Why: tests, the fuzzer and a page that shows a verdict all ask the same laws.
 */

import { checkBalancing } from './balancing.ts'
import { checkCoalescing } from './coalescing.ts'
import { checkDatabase } from './database.ts'
import { checkLimiter } from './limiter.ts'
import { checkLittlesLaw } from './littles-law.ts'
import { checkRedirects } from './redirects.ts'
import { checkReplication } from './replication.ts'
import { checkDelivery, checkRequests } from './requests.ts'
import { checkShards } from './shards.ts'
import { checkStations } from './stations.ts'
import { checkTimeOrder } from './time-order.ts'
import type { TrafficRecord } from './traffic-record.ts'
import type { Verdict } from './verdict.ts'

export function checkTraffic(record: TrafficRecord): Verdict[] {
  return [
    ...checkTimeOrder(record.trace),
    ...checkRequests(record),
    ...checkDelivery(record),
    ...checkStations(record),
    ...checkDatabase(record),
    ...checkBalancing(record),
    ...checkShards(record),
    ...checkReplication(record),
    ...checkRedirects(record),
    ...checkCoalescing(record),
    ...checkLimiter(record),
    ...checkLittlesLaw(record),
  ]
}
