/**
 * What: laws of the balancer as a trace shows them: who may be sent something, how much at once, and in whose turn.
 * Why: the policies have their own tests; these laws are about the system around them, under every fault at once.
 *
 * Simplifications: turns and shares are examined only while nothing disturbs them: every server ready, unlimited and trusted, no
 * request on its second try. Peak EWMA, hashing and random policies promise no turn, so they are not asked for one.
 */

import { EVENT } from '../components/traffic/vocabulary.ts'
import type { Trace } from '../kernel/trace.ts'
import {
  applyNote, createCircumstances, FIRST_SERVER_LANE, laneOf, noteAt, serverAt, type Circumstances, type TrafficRecord,
} from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Judge, type Verdict } from './verdict.ts'

export function checkBalancing(record: TrafficRecord): Verdict[] {
  const eligible = createJudge('a drained, unhealthy or weightless server gets no new request (when sticky: no new client)')
  const limit = createJudge('no server holds more requests than its connection limit')
  const held = createJudge(`at most ${record.config.balancer.waitCapacity} requests are held at the balancer, and they go on in their order`)
  const queue = createJudge('nobody who has just come is sent on before those who are held, where any free server would do for both')
  const alone = createJudge("a server that nginx's policies left alone gets nothing until its time is over")
  const turns = createJudge('round robin: undisturbed, no server is ahead of another by more than one turn')
  const shares = createJudge('smooth round robin: undisturbed, each round of all weights gives each server its weight')
  const least = createJudge('least connections: nobody was chosen while another server had fewer for its weight')
  const { trace } = record
  const { log } = trace
  const circumstances = createCircumstances(record)
  const connections: number[] = []
  const waiting: number[] = []
  const aloneUntilS: number[] = []
  const tried = new Set<number>()
  const clientOf = trace.subjects.columns['client']!
  /** Lane that each client's cookie names. */
  const cookies: number[] = []
  const stretch: Stretch = { picks: [], total: 0, isWhole: true }
  let isTrusting = true

  for (let row = 0; row < log.count; row++) {
    const at = log.at[row]!
    const lane = log.lane[row]!
    const note = noteAt(trace, row)
    if (note !== null) {
      applyNote(circumstances, note, trace)
      if (note.kind === 'server.left-alone') aloneUntilS[lane] = Math.floor(at / 1_000_000) + Math.floor(Number(note.facts['failTimeoutUs']) / 1_000_000)
      if (DISTURBING.has(note.kind)) restart(stretch, note.kind === 'policy.changed')
      continue
    }
    const request = log.ref[row]!
    switch (log.kind[row]!) {
      case EVENT['request.held']:
        waiting.push(request)
        if (waiting.length > record.config.balancer.waitCapacity) breach(held, row, at, record.config.balancer.waitCapacity, waiting.length)
        break
      case EVENT['request.refused']:
        if (lane < FIRST_SERVER_LANE) leave(row, at, request)
        break
      case EVENT['request.forwarded']: {
        const isNew = !tried.has(request) && !waiting.includes(request)
        if (isNew && waiting.length > 0 && !tried.has(waiting[0]!) && record.config.shards === undefined && ANY_WILL_DO.has(circumstances.policy)) {
          breach(queue, row, at, `request ${waiting[0]}, which is held`, `request ${request}`)
        }
        leave(row, at, request)
        const facts = circumstances.servers[serverAt(trace, lane)]
        const belongs = circumstances.policy === STICKY && cookies[clientOf[request]!] === lane
        if (facts === undefined || !facts.healthy || (!belongs && (facts.drained || facts.weight === 0))) {
          breach(eligible, row, at, 'a server that may be used', `request ${request} to lane ${lane}`)
          break
        }
        const isNginx = !circumstances.policy.startsWith('haproxy-') && circumstances.policy !== STICKY
        if (isNginx && (aloneUntilS[lane] ?? -1) >= Math.floor(at / 1_000_000)) breach(alone, row, at, `nothing until ${aloneUntilS[lane]! + 1} s`, `request ${request} to ${facts.spec.name}`)
        const isFirst = !tried.has(request)
        tried.add(request)
        if (!isFirst) restart(stretch, false)
        else if (isTrusting && isUndisturbed(circumstances) && record.config.shards === undefined) {
          if (circumstances.policy === 'least-connections') examineLeast(least, circumstances, connections, row, at, lane, trace)
          examineTurn(stretch, circumstances, serverAt(trace, lane), turns, shares, row, at)
        }
        connections[lane] = (connections[lane] ?? 0) + 1
        const most = facts.spec.maxConnections
        if (most > 0 && connections[lane] > most) breach(limit, row, at, most, connections[lane])
        break
      }
      case EVENT['request.redirected']:
      case EVENT['part.sent']: {
        const facts = circumstances.servers[serverAt(trace, lane)]
        const belongs = circumstances.policy === STICKY && cookies[clientOf[request]!] === lane
        if (facts === undefined || !facts.healthy || (!belongs && (facts.drained || facts.weight === 0))) breach(eligible, row, at, 'a server that may be used', `request ${request} to lane ${lane}`)
        connections[lane] = (connections[lane] ?? 0) + 1
        const most = facts?.spec.maxConnections ?? 0
        if (most > 0 && connections[lane] > most) breach(limit, row, at, most, connections[lane])
        break
      }
      case EVENT['request.moved']:
      case EVENT['request.asked']:
      case EVENT['part.answered']:
      case EVENT['part.failed']:
      case EVENT['part.abandoned']:
        connections[lane] = connections[lane]! - 1
        if (log.kind[row] === EVENT['part.failed'] && circumstances.servers.some((server) => server.spec.maxFails > 0)) isTrusting = false
        break
      case EVENT['try.failed']:
        if (circumstances.servers.some((server) => server.spec.maxFails > 0)) isTrusting = false
        connections[lane] = connections[lane]! - 1
        break
      case EVENT['answer.passed']:
        if (circumstances.policy === STICKY) cookies[clientOf[request]!] = lane
        connections[lane] = connections[lane]! - 1
        break
      case EVENT['try.abandoned']:
        if (lane >= FIRST_SERVER_LANE) connections[lane] = connections[lane]! - 1
        else if (waiting.includes(request)) waiting.splice(waiting.indexOf(request), 1)
    }
  }

  function leave(row: number, at: number, request: number): void {
    if (!waiting.includes(request)) return
    if (waiting[0] !== request) breach(held, row, at, `request ${waiting[0]}`, `request ${request}`)
    waiting.splice(waiting.indexOf(request), 1)
  }
  return [eligible, limit, held, queue, alone, turns, shares, least].map(verdictOf)
}

/** HAProxy's cookie: clients go back to their server also while it drains. */
const STICKY = 'sticky-round-robin'

/** Policies for which all requests are alike: whoever finds a server free, finds it for anybody. */
const ANY_WILL_DO: ReadonlySet<string> = new Set(['round-robin', 'smooth-weighted-round-robin', 'least-connections', 'haproxy-least-connections', 'haproxy-first'])

/** After these, turns are counted anew. */
const DISTURBING: ReadonlySet<string> = new Set([
  'server.drained', 'server.readied', 'server.added', 'server.marked-down', 'server.marked-up', 'server.left-alone', 'policy.changed', 'weight.changed',
])

/** Picks without a disturbance. `isWhole`: the policy began it with fresh state, so that rounds are aligned. */
interface Stretch {
  picks: number[]
  total: number
  isWhole: boolean
}

function restart(stretch: Stretch, isWhole: boolean): void {
  stretch.picks = []
  stretch.total = 0
  stretch.isWhole = isWhole
}

function isUndisturbed({ servers }: Circumstances): boolean {
  return servers.every((one) => !one.drained && one.healthy && one.weight > 0 && !one.spec.backup && one.spec.maxConnections === 0)
}

function examineTurn(stretch: Stretch, circumstances: Circumstances, index: number, turns: Judge, shares: Judge, row: number, at: number): void {
  const { picks } = stretch
  const { servers, policy } = circumstances
  for (let server = picks.length; server < servers.length; server++) picks.push(0)
  picks[index] = picks[index]! + 1
  stretch.total++
  if (policy === 'round-robin') {
    const spread = Math.max(...picks) - Math.min(...picks)
    if (spread > 1) breach(turns, row, at, 'counts at most one apart', picks.join(' '))
  }
  const round = servers.reduce((sum, one) => sum + one.weight, 0)
  if (policy === 'smooth-weighted-round-robin' && stretch.isWhole && stretch.total % round === 0) {
    const rounds = stretch.total / round
    if (servers.some((one, i) => picks[i] !== one.weight * rounds)) breach(shares, row, at, servers.map((one) => one.weight * rounds).join(' '), picks.join(' '))
  }
}

function examineLeast(least: Judge, { servers }: Circumstances, connections: readonly number[], row: number, at: number, lane: number, trace: Trace): void {
  const chosen = servers[serverAt(trace, lane)]!
  const mine = connections[lane] ?? 0
  for (const [index, other] of servers.entries()) {
    const theirs = connections[laneOf(trace, index)] ?? 0
    if (theirs * chosen.weight < mine * other.weight) breach(least, row, at, `${other.spec.name} with ${theirs}`, `${chosen.spec.name} with ${mine}`)
  }
}
