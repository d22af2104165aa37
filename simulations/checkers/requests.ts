/**
 * What: laws of a request from its creation to its outcome: none is lost from the books, none ends twice, none is tried too often.
 * Why: every number on a page (answered, refused, latency) is a sum over requests. If one is counted twice, all are wrong.
 *
 * Picture:   sent ─▶ forwarded s1 ─▶ try.failed ─▶ forwarded s2 ─▶ answer.passed ─▶ answer.received
 *                       └ one open try at a time, each on another server ┘             └ one outcome
 */

import {
  OUTCOMES, REQUEST_ANSWERED, REQUEST_OPEN, REQUEST_REFUSED, REQUEST_THROTTLED, REQUEST_TIMED_OUT, NO_SERVER_YET,
} from '../components/traffic/requests.ts'
import { EVENT, HOP } from '../components/traffic/vocabulary.ts'
import { DONE, NEVER } from '../kernel/trace.ts'
import { FIRST_SERVER_LANE, serverAt, type TrafficRecord } from './traffic-record.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

const NONE = -1

export function checkRequests({ trace, config }: TrafficRecord): Verdict[] {
  const conservation = createJudge('conservation: every request sent is open, answered, refused or timed out, and only one of them')
  const latency = createJudge('the latency of a request runs from its creation to its outcome')
  const tries = createJudge(`a request is tried at most ${config.balancer.tries} times, never twice on one server`)
  const single = createJudge('a request has at most one open try, and each try is closed once')
  const columns = createJudge('the table of requests says what the log says')
  const { log, subjects } = trace
  const n = subjects.count
  const { createdAt, latencyUs, outcome, tries: triesOf, server } = subjects.columns as Record<string, Float64Array>
  const isSent = new Uint8Array(n)
  const ended = new Uint8Array(n)
  const openOn = new Int32Array(n).fill(NONE)
  const lastLane = new Int32Array(n).fill(NONE)
  const count = new Uint8Array(n)
  const lanes: (number[] | undefined)[] = new Array<number[] | undefined>(n)

  function end(row: number, request: number, as: number): void {
    const at = log.at[row]!
    if (ended[request] !== REQUEST_OPEN) breach(conservation, row, at, `request ${request} ends once`, 'a second outcome')
    ended[request] = as
    if (latencyUs![request] !== at - createdAt![request]!) breach(latency, row, at, at - createdAt![request]!, latencyUs![request]!)
  }
  function close(row: number, request: number, lane: number): void {
    if (openOn[request] !== lane) breach(single, row, log.at[row]!, `an open try of request ${request} on lane ${lane}`, openOn[request]!)
    openOn[request] = NONE
  }

  for (let row = 0; row < log.count; row++) {
    const kind = log.kind[row]!
    const lane = log.lane[row]!
    const request = log.ref[row]!
    switch (kind) {
      case EVENT['request.sent']:
        if (isSent[request] === 1 || createdAt![request] !== log.at[row]) breach(conservation, row, log.at[row]!, `request ${request} is sent once, when it is created`, createdAt![request]!)
        isSent[request] = 1
        break
      case EVENT['request.forwarded']: {
        if (openOn[request] !== NONE) breach(single, row, log.at[row]!, `no open try of request ${request}`, `one on lane ${openOn[request]}`)
        if (isSent[request] === 0) breach(conservation, row, log.at[row]!, `request ${request} was sent before`, 'it was not')
        const before = (lanes[request] ??= [])
        if (before.includes(lane)) breach(tries, row, log.at[row]!, 'another server', `lane ${lane} again for request ${request}`)
        before.push(lane)
        openOn[request] = lastLane[request] = lane
        count[request] = count[request]! + 1
        if (count[request]! > config.balancer.tries) breach(tries, row, log.at[row]!, config.balancer.tries, count[request]!)
        break
      }
      // Sent on by a node: another way for the same try, and possibly to a server where it was before.
      case EVENT['request.redirected']:
        if (openOn[request] !== NONE) breach(single, row, log.at[row]!, `no open try of request ${request}`, `one on lane ${openOn[request]}`)
        openOn[request] = lastLane[request] = lane
        break
      // A signpost: after it the request may come to the same server again.
      case EVENT['request.moved']:
      case EVENT['request.asked']:
        if (lanes[request]?.includes(lane) === true) lanes[request].splice(lanes[request].indexOf(lane), 1)
        close(row, request, lane)
        break
      case EVENT['answer.passed']:
      case EVENT['try.failed']:
        close(row, request, lane)
        break
      case EVENT['try.abandoned']:
        if (lane >= FIRST_SERVER_LANE) close(row, request, lane)
        break
      case EVENT['answer.received']:
        end(row, request, REQUEST_ANSWERED)
        break
      case EVENT['refusal.received']:
        end(row, request, REQUEST_REFUSED)
        break
      case EVENT['throttle.received']:
        end(row, request, REQUEST_THROTTLED)
        break
      case EVENT['request.timed-out']:
        end(row, request, REQUEST_TIMED_OUT)
        break
      case EVENT['answer.ignored']:
        if (ended[request] === REQUEST_OPEN) breach(conservation, row, log.at[row]!, `request ${request} had its outcome before`, 'an ignored answer while it is open')
    }
  }
  const endUs = trace.outcome.atUs
  for (let request = 0; request < n; request++) {
    const at = createdAt![request]!
    if (isSent[request] === 0) breach(conservation, -1, at, `request ${request} is in the log`, 'it is not')
    if (outcome![request] !== ended[request]) breach(columns, -1, at, `request ${request}: ${OUTCOMES[ended[request]!]}`, String(OUTCOMES[outcome![request]!]))
    if ((outcome![request] === REQUEST_OPEN) !== (latencyUs![request] === NEVER)) breach(latency, -1, at, 'a latency where there is an outcome', latencyUs![request]!)
    if (triesOf![request] !== count[request]) breach(columns, -1, at, `${count[request]} tries of request ${request}`, triesOf![request]!)
    const last = lastLane[request] === NONE ? NO_SERVER_YET : serverAt(trace, lastLane[request]!)
    if (server![request] !== last) breach(columns, -1, at, `last server ${last} of request ${request}`, server![request]!)
    if (config.clients.timeoutUs > 0 && outcome![request] === REQUEST_OPEN && at + config.clients.timeoutUs < endUs) {
      breach(conservation, -1, at, `an outcome of request ${request} by ${at + config.clients.timeoutUs}`, 'it is open')
    }
  }
  return [conservation, latency, tries, single, columns].map(verdictOf)
}

/** What arrives was sent, and what was sent arrives: at its instant, once. */
export function checkDelivery({ trace }: TrafficRecord): Verdict[] {
  const delivery = createJudge('an answer reaches its client at the instant its message arrives, once')
  const work = createJudge('a server deals with a request at the instant its message arrives')
  const { log, hops, subjects } = trace
  const toClient = new Float64Array(subjects.count).fill(-1)
  const toServer = new Map<number, number>()
  const lanes = trace.lanes.length
  for (let row = 0; row < hops.count; row++) {
    if (hops.fate[row] !== DONE) continue
    const arrives = hops.sentAt[row]! + hops.delayUs[row]!
    const request = hops.subject[row]!
    const isWord = hops.kind[row] === HOP.answer || hops.kind[row] === HOP.refusal || hops.kind[row] === HOP.throttle
    if (isWord && hops.to[row] === 0) {
      if (toClient[request]! >= 0) breach(delivery, -1, hops.sentAt[row]!, `one word to the client of request ${request}`, 'a second one')
      toClient[request] = arrives
    } else if ((hops.kind[row] === HOP.request || hops.kind[row] === HOP.part || hops.kind[row] === HOP.follow) && serverAt(trace, hops.to[row]!) >= 0) {
      toServer.set(request * lanes + hops.to[row]!, arrives)
    }
  }
  for (let row = 0; row < log.count; row++) {
    const request = log.ref[row]!
    const lane = log.lane[row]!
    const at = log.at[row]!
    switch (log.kind[row]!) {
      case EVENT['answer.received']:
      case EVENT['answer.ignored']:
      case EVENT['refusal.received']:
      case EVENT['throttle.received']:
        if (toClient[request] !== at) breach(delivery, row, at, `request ${request} at ${toClient[request]}`, at)
        break
      case EVENT['request.queued']:
      case EVENT['request.started']:
      case EVENT['request.refused']: {
        if (serverAt(trace, lane) < 0) break
        const key = request * lanes + lane
        const arrives = toServer.get(key)
        // One that waited first starts later; it was seen when it queued and its entry is gone.
        if (arrives === undefined) {
          if (log.kind[row] !== EVENT['request.started']) breach(work, row, at, `a message of request ${request} to lane ${lane}`, 'none')
        } else if (arrives !== at) breach(work, row, at, `request ${request} at ${arrives}`, at)
        toServer.delete(key)
      }
    }
  }
  return [delivery, work].map(verdictOf)
}
