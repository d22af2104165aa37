/** Every number that can be asked of a run, by name. */

import { LIMITER_METRICS } from './limiter-metrics.ts'
import { METRICS, type Metric } from './metrics.ts'
import { PLACEMENT_METRICS } from './placement-metrics.ts'
import { SHARD_METRICS } from './shard-metrics.ts'

export const ALL_METRICS: Readonly<Record<string, Metric>> = { ...METRICS, ...LIMITER_METRICS, ...SHARD_METRICS, ...PLACEMENT_METRICS }
