/**
 * What: the recorded areas of HAProxy's load balancing.
 */

import type { Pool } from '@/simulations/algorithms/balancing/policy.ts'
import { createHaproxyRing, setPoints, sharesOfRing } from '@/simulations/structures/haproxy-ring.ts'
import { isUsable } from '@/simulations/algorithms/balancing/pool.ts'
import { throttlePercent } from '@/simulations/algorithms/balancing/slow-start.ts'
import { CaseError, MATCHED, isSame, mismatch, readInteger, readList, readRecords, readString, refuseUnknown, type Adapter } from '../adapter.ts'
import { compareOdds } from './odds.ts'
import { advance, command, createHaproxyRun, readBackend, readBalance, replayHaproxyOperations, type HaproxyRun } from './haproxy-pool.ts'

function operations(area: string): Adapter {
  return {
    area,
    replay(item, engine) {
      const { policy, draws } = readBalance(readString(item, 'balance'))
      return replayHaproxyOperations(item, createHaproxyRun(item, policy, draws, engine))
    },
  }
}

export const haproxyRoundRobin = operations('lb.haproxy.roundrobin')
export const haproxyStaticRr = operations('lb.haproxy.static_rr')
export const haproxyLeastConn = operations('lb.haproxy.leastconn')
export const haproxyFirst = operations('lb.haproxy.first')

export const haproxyRandom: Adapter = {
  area: 'lb.haproxy.random',
  replay(item, engine) {
    const { policy, draws } = readBalance(readString(item, 'balance'))
    const run = createHaproxyRun(item, policy, draws, engine)
    const held = readList(item, 'held').map(Number)
    return compareOdds(item, engine, run.balancer, held, (pool) => oddsOnRing(pool, draws))
  },
}

/** Each draw hits a server with its share of the circle; a later draw wins unless it is fuller for its weight. */
export function oddsOnRing(pool: Pool, draws: number): number[] {
  const isActive = pool.servers.some((server) => isUsable(server) && !server.config.backup)
  const ring = createHaproxyRing()
  for (const server of pool.servers) {
    if (isUsable(server) && server.config.backup !== isActive) setPoints(ring, server.index, server.scaledWeight)
  }
  const shares = sharesOfRing(ring, pool.servers.length)
  let odds = shares
  for (let draw = 1; draw < draws; draw++) {
    const next = shares.map(() => 0)
    for (const [best, chance] of odds.entries()) {
      for (const [drawn, share] of shares.entries()) {
        const a = pool.servers[drawn]!
        const b = pool.servers[best]!
        const isFuller = a.connections * b.scaledWeight > b.connections * a.scaledWeight
        next[isFuller ? best : drawn]! += chance * share
      }
    }
    odds = next
  }
  return odds
}

export const haproxyCookie: Adapter = {
  area: 'lb.haproxy.cookie',
  replay(item, engine) {
    const cookieName = readBackend(item.backend).cookie
    if (cookieName === null) throw new CaseError('the backend has no "cookie NAME insert indirect" line')
    const run = createHaproxyRun(item, 'sticky-round-robin', 1, engine)
    const jar = new Map<string, string>()
    for (const [step, row] of readRecords(item, 'steps').entries()) {
      if (row.cli !== undefined) {
        command(run, readString(row, 'cli'))
        continue
      }
      refuseUnknown(row, 'a step', ['client', 'server', 'status', 'setCookie'])
      const got = visit(run, cookieName, jar, readString(row, 'client'))
      const expected = { server: row.server ?? null, status: row.status, setCookie: row.setCookie ?? null }
      if (!isSame(expected, got)) return mismatch(step, expected, got)
    }
    return MATCHED
  },
}

/** One request of a client that keeps the cookie it is given. */
function visit(run: HaproxyRun, cookieName: string, jar: Map<string, string>, client: string): { server: string | null; status: number; setCookie: string | null } {
  const { engine, balancer } = run
  const kept = jar.get(client) ?? ''
  // The first running server with that cookie: servers may share one. An empty cookie is ignored.
  const owner = balancer.pool.servers.find(
    (server) => kept !== '' && run.cookies[server.index] === kept && server.admin !== 'down' && server.healthy,
  )
  const cookie = owner?.config.name ?? null
  const index = engine.choose(balancer, { clientAddress: '', key: '', cookie, tried: [] }, run.nowUs, run.rng)
  if (index < 0) return { server: null, status: 503, setCookie: null }
  engine.open(balancer, index, run.nowUs)
  engine.close(balancer, index, 'answered', 0, run.nowUs)
  const name = run.names[index]!
  if (name === cookie) return { server: name, status: 200, setCookie: null }
  // "Note that servers which don't have cookies will return a full cookie removal request."
  const given = run.cookies[index] ?? ''
  jar.set(client, given)
  const expiry = given === '' ? '; Expires=Thu, 01-Jan-1970 00:00:01 GMT' : ''
  return { server: name, status: 200, setCookie: `${cookieName}=${given}${expiry}; path=/` }
}

/** The recorder reads the clock a little after HAProxy does, and each of HAProxy's wake-ups comes a moment late. */
const LATE_US = 25_000
const LATE_A_STEP_US = 3_000

export const haproxySlowStart: Adapter = {
  area: 'lb.haproxy.slowstart',
  replay(item, engine) {
    const rows = readRecords(item, 'samples')
    const run = createHaproxyRun(item, 'haproxy-weighted-round-robin', 1, engine, microsecondsOf(readString(item, 'slowstart')))
    command(run, `disable server be/${run.names[0]!}`)
    advance(run, 100_000)
    command(run, `enable server be/${run.names[0]!}`)
    const states = statesUntilWarm(run)
    for (const [step, row] of rows.entries()) {
      refuseUnknown(row, 'a sample', ['t', 'weight', 'throttle', 'status'])
      const expected = { weight: String(row.weight), throttle: String(row.throttle ?? '') }
      const atUs = readInteger(row, 't') * 1000
      // Around a step both the state before and the state after it are true readings.
      const isTrue = states.some(({ fromUs, untilUs, shown }, n) => {
        const late = LATE_US + n * LATE_A_STEP_US
        return fromUs - late <= atUs && atUs <= untilUs + late && isSame(expected, shown)
      })
      const now = states.find(({ fromUs, untilUs }) => fromUs <= atUs && atUs < untilUs)
      if (!isTrue) return mismatch(step, expected, now?.shown)
    }
    return MATCHED
  },
}

/** What the statistics page shows from one step to the next, until the server is warm. Times count from its return. */
function statesUntilWarm(run: HaproxyRun): { fromUs: number; untilUs: number; shown: { weight: string; throttle: string } }[] {
  const states = []
  const beganUs = run.nowUs
  for (;;) {
    const fromUs = run.nowUs - beganUs
    const nextUs = run.engine.nextStepAtUs(run.balancer)
    states.push({ fromUs, untilUs: nextUs - beganUs, shown: shownWeight(run) })
    if (nextUs === Infinity) return states
    advance(run, nextUs - run.nowUs)
  }
}

/** The two columns of the statistics page; the second is empty once the server is at its full weight. */
function shownWeight(run: HaproxyRun): { weight: string; throttle: string } {
  const server = run.balancer.pool.servers[0]!
  const weight = String(Math.ceil(server.scaledWeight / 16))
  return { weight, throttle: server.warmUp === null ? '' : String(throttlePercent(server)) }
}

/** HAProxy's times: `5s`, `1500ms`, `1m`; a bare number is milliseconds. */
export function microsecondsOf(text: string): number {
  const match = /^(\d+)(us|ms|s|m|h|d)?$/.exec(text)
  if (match === null) throw new CaseError(`time "${text}" is not understood`)
  const units: Record<string, number> = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 }
  return readInteger({ time: Number(match[1]) * units[match[2] ?? 'ms']! }, 'time', 0, 86_400_000_000)
}

