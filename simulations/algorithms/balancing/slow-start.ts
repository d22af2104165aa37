/**
 * What: a server that came back gets a little traffic at first and more every second, until it carries its full weight.
 * Why: its caches are cold and its connection pools empty; full load at once may knock it down again. The others carry the
 * rest meanwhile, so a slow start on many servers at once is a shortage.
 *
 * Picture (`slowstart 5s`):   share  100 │          ▁▁▁
 *                                     81 │        ▁▁
 *                                     62 │      ▁▁
 *                                     43 │    ▁▁
 *                                     25 │  ▁▁
 *                                   6 %  │▁▁
 *                                        0 s 1  2  3  4  5
 *
 * Invariants:
 *   I1 the scaled weight lies between 0 and 16 times the weight, and never falls while a server warms up and its weight stays.
 *   I2 a server with a weight above 0 warms up from at least one sixteenth of it.
 *
 * Source: HAProxy 2.6 `server_recalc_eweight`, `server_warmup` (src/server.c), `srv_dynamic_maxconn` (src/queue.c),
 * `server_throttle_rate` (include/haproxy/server.h). Its clock for this is whole seconds.
 * Simplifications: only HAProxy's dynamic policies read the scaled weight; the others send full traffic at once, as nginx does.
 * Complexity: O(1) a step, one step a second.
 */

import type { Server } from './policy.ts'

/** Weights are multiplied by this, so that a share of a small weight is still an integer. (BE_WEIGHT_SCALE) */
export const WEIGHT_SCALE = 16
/** HAProxy wakes up every max(1000 ms, slowstart/20), but it keeps `slowstart` in seconds there: always one second. */
const STEP_US = 1_000_000

/** A server came back: from now on it warms up, if its configuration says so. */
export function beginWarmUp(server: Server, nowUs: number): void {
  const lasts = durationS(server)
  server.warmUp = lasts > 0 ? { sinceS: wholeSeconds(nowUs), nextStepAtUs: nowUs + STEP_US } : null
  rescale(server, nowUs)
}

/** A server went away: nothing is left to warm up. */
export function endWarmUp(server: Server, nowUs: number): void {
  server.warmUp = null
  rescale(server, nowUs)
}

/** Computes the scaled weight anew, after a step of the clock or a change of the weight. */
export function rescale(server: Server, nowUs: number): void {
  const { warmUp } = server
  if (warmUp !== null && wholeSeconds(nowUs) - warmUp.sinceS >= durationS(server)) server.warmUp = null
  let share = WEIGHT_SCALE
  if (server.warmUp !== null) {
    const lasts = durationS(server)
    // w = (px->lbprm.wdiv * (now.tv_sec - sv->last_change) + sv->slowstart) / sv->slowstart
    share = Math.floor((WEIGHT_SCALE * (wholeSeconds(nowUs) - server.warmUp.sinceS) + lasts) / lasts)
  }
  server.scaledWeight = server.weight * share
}

/** The step that is due: a bit more weight, and the next step a second later while the server still warms up. */
export function stepWarmUp(server: Server, nowUs: number): void {
  rescale(server, nowUs)
  if (server.warmUp !== null) server.warmUp.nextStepAtUs = nowUs + STEP_US
}

/** How many requests it may hold now. While it warms up, its limit grows with it. */
export function connectionLimit(server: Server, nowUs: number): number {
  const limit = server.config.maxConnections
  if (server.warmUp === null) return limit
  const elapsedS = wholeSeconds(nowUs) - server.warmUp.sinceS
  const lasts = durationS(server)
  if (elapsedS >= lasts) return limit
  const percent = Math.floor((100 * elapsedS) / lasts)
  return Math.max(1, Math.floor((limit * percent) / 100))
}

/** What HAProxy's statistics page shows: percent of the full weight. */
export function throttlePercent(server: Server): number {
  if (server.weight === 0) return 100
  return Math.floor((100 * server.scaledWeight + WEIGHT_SCALE - 1) / (WEIGHT_SCALE * server.weight))
}

/** HAProxy rounds `slowstart` up to whole seconds. (srv_parse_slowstart) */
function durationS(server: Server): number {
  return Math.ceil(server.config.slowStartUs / 1_000_000)
}

function wholeSeconds(us: number): number {
  return Math.floor(us / 1_000_000)
}
