/**
 * What: two servers are drawn at random, and the one that promises the sooner answer is named: remembered latency times
 * (open requests + 1). Known as Peak EWMA, in Finagle and linkerd.
 * Why: it reacts to slowness itself, within a few requests, where counting connections only sees its shadow. A fast error
 * looks like a fast server, though: a server that refuses everything at once attracts traffic unless its health is watched.
 *
 * Picture:   answers 10 ms, 10 ms, 200 ms ─▶ memory jumps to 200 at once (the peak), then sinks slowly with each answer
 *            cost = memory, faded by the time since · (open + 1)
 *
 * Invariants:
 *   I1 the memory rises to a slower answer at once, and never sinks below the fastest answer seen.
 *   I2 a server never heard of gets one request, and no second one until the first is answered, while others are known.
 *
 * Source: Finagle `PeakEwma.scala` (`Metric.observe`, `Metric.get`), linkerd2-proxy `tower-load` `peak_ewma.rs`.
 * Simplifications: weights are not read (0 still means "takes nothing"). Memory is rounded to whole µs after each answer.
 * Failed requests are not observed. Passive health is nginx's.
 * Complexity: O(servers) a pick to find who may be drawn, then two draws.
 */

import { exp } from '../../kernel/math.ts'
import { nextInt } from '../../kernel/random.ts'
import { isAvailable, isLeftAlone, noteChosen, standsAlone } from './passive-health.ts'
import { isUsable, isFull, nobody, wasTried } from './pool.ts'
import type { BalancedRequest, Policy, Pool } from './policy.ts'

/** Cost of a server that holds a request and was never heard of: more than any real latency. */
const PENALTY_US = 1e15

export interface PeakEwmaState {
  readonly decayUs: number
  /** Remembered latency of each server, in µs; 0 is "never heard of". */
  readonly latencyUs: number[]
  readonly heardAtUs: number[]
  /** Scratch: who may be drawn in this pick. */
  readonly candidates: number[]
}

export const leastResponseTime: Policy<PeakEwmaState> = {
  name: 'least-response-time',
  create: (pool, options) => ({
    decayUs: Math.max(1, options.decayUs),
    latencyUs: pool.servers.map(() => 0),
    heardAtUs: pool.servers.map(() => 0),
    candidates: [],
  }),
  choose(state, pool, request, nowUs, rng) {
    const nowS = Math.floor(nowUs / 1_000_000)
    const { candidates } = state
    if (!collect(candidates, pool, request, nowS, nowUs, false)) collect(candidates, pool, request, nowS, nowUs, true)
    const count = candidates.length
    if (count === 0) return nobody(pool, request, nowUs, (server) => !standsAlone(pool) && isLeftAlone(server, nowS))
    const first = nextInt(rng, count)
    let best = candidates[first]!
    if (count > 1) {
      // The second is drawn from the others, so the two always differ.
      const second = (first + 1 + nextInt(rng, count - 1)) % count
      const other = candidates[second]!
      if (costOf(state, pool, other, nowUs) < costOf(state, pool, best, nowUs)) best = other
    }
    noteChosen(pool.servers[best]!, nowS)
    return best
  },
  onClose(state, _pool, server, outcome, responseTimeUs, nowUs) {
    if (outcome === 'answered') observe(state, server.index, responseTimeUs, nowUs)
  },
  onChange(state, pool) {
    while (state.latencyUs.length < pool.servers.length) {
      state.latencyUs.push(0)
      state.heardAtUs.push(0)
    }
  },
}

/** What it would cost to send one more request there. (Metric.get) */
export function costOf(state: PeakEwmaState, pool: Pool, index: number, nowUs: number): number {
  const { connections } = pool.servers[index]!
  const latency = state.latencyUs[index]!
  if (latency === 0 && connections > 0) return PENALTY_US + connections
  return latency * fade(state, index, nowUs) * (connections + 1)
}

/** An answer came: a slower one is believed at once, a faster one little by little. (Metric.observe) */
function observe(state: PeakEwmaState, index: number, responseTimeUs: number, nowUs: number): void {
  const before = state.latencyUs[index]!
  const weight = fade(state, index, nowUs)
  const observed = Math.max(1, Math.round(responseTimeUs))
  state.latencyUs[index] = observed > before ? observed : Math.round(before * weight + observed * (1 - weight))
  state.heardAtUs[index] = nowUs
}

/** How much of the memory is left: 1 at once, 1/e after `decayUs`. */
function fade(state: PeakEwmaState, index: number, nowUs: number): number {
  const elapsedUs = Math.max(0, nowUs - state.heardAtUs[index]!)
  return elapsedUs === 0 ? 1 : exp(-elapsedUs / state.decayUs)
}

/** Fills the scratch list with the servers of a group that may take the request; false if there are none. */
function collect(
  candidates: number[],
  pool: Pool,
  request: BalancedRequest,
  nowS: number,
  nowUs: number,
  backup: boolean,
): boolean {
  candidates.length = 0
  for (const server of pool.servers) {
    if (server.config.backup !== backup) continue
    const isForced = standsAlone(pool) && isUsable(server) && !isFull(server, nowUs) && !wasTried(request, server.index)
    if (isForced || isAvailable(server, request, nowS, nowUs)) candidates.push(server.index)
  }
  return candidates.length > 0
}
