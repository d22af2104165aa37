/**
 * What: a limiter whose state is in Redis and whose decision is a script there.
 * Why: many servers, one limit. To the caller it looks like any other limiter; what it knows is only what the script's reply tells.
 *
 * Picture:   decide ─▶ EVALSHA … ─▶ {1, 4} ─▶ admitted, 4 left
 *
 * Invariants: I1 every decision is one run of one script.
 * Source: `redis-scripts.ts`.
 * Simplifications: no network here; a component adds it. The replies name no time to come back, except the one of GCRA. Scripts of
 * windows ignore the cost, as they were written.
 * Complexity: that of the script.
 */

import { invariant } from '../../kernel/invariant.ts'
import { admit, reject, wholeUnits, type Algorithm } from './decision.ts'
import { scripts, type ScriptName } from './redis-scripts.ts'
import { createSharedStore, dropExpired, type SharedStore } from './shared-store.ts'

export interface RedisScriptConfig {
  readonly script: ScriptName
  /** The script's own arguments: capacity and rate, window in milliseconds and limit, or period in milliseconds and burst. */
  readonly args: readonly [number, number]
}

export interface RedisScriptState {
  readonly config: RedisScriptConfig
  readonly store: SharedStore
}

export const redisScriptLimiter: Algorithm<RedisScriptConfig, RedisScriptState> = {
  create(config) {
    invariant(config.args.every((value) => value > 0), 'the arguments of a script are above 0')
    return { config, store: createSharedStore() }
  },

  decide({ config: { script, args }, store }, key, nowUs, cost) {
    const [isAdmitted, told] = scripts[script].run(store, key, [...args, Math.floor(nowUs / 1000), cost])
    const remaining = remainingOf(script, args[1], told)
    if (isAdmitted === 1) return admit('within-limit', nowUs, remaining, null)
    if (script !== 'generic-cell-rate') return reject('script-said-no', null, remaining, null)
    // The reply names a time even to a request that costs more than the burst; it would be refused then, too.
    return cost > args[1] ? reject('cost-above-capacity', null, remaining, null) : reject('script-said-no', nowUs + Number(told) * 1000, remaining, null)
  },

  forget: ({ store }, nowUs) => dropExpired(store, Math.floor(nowUs / 1000)),
  size: ({ store }) => store.entries.size,
}

/** What the second part of a reply says about what is left; GCRA's says nothing. */
function remainingOf(script: ScriptName, limit: number, told: number | string): number {
  if (script === 'generic-cell-rate') return 0
  if (script === 'sliding-window-counter') return wholeUnits(Math.ceil(limit - Number(told))) // it admits while the estimate is below the limit
  return wholeUnits(Number(told))
}
