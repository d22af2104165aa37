/**
 * What: laws of time that any trace keeps, whatever family it is of.
 * Why: a picture drawn from a trace that runs backwards teaches something false.
 */

import { LOST, NEVER, type Trace } from '../kernel/trace.ts'
import { breach, createJudge, verdictOf, type Verdict } from './verdict.ts'

export function checkTimeOrder(trace: Trace): Verdict[] {
  const order = createJudge('log, hops and spans stand in order of time')
  const travel = createJudge('no time travel: a message arrives no earlier than it was sent, a span ends no earlier than it began')
  const within = createJudge('nothing is recorded after the end of the run')
  const whole = createJudge('every instant is a whole number of microseconds')
  const { hops, spans, log, outcome, notes } = trace
  const end = outcome.atUs
  const column = (times: Float64Array): void => {
    let before = 0
    for (let row = 0; row < times.length; row++) {
      const at = times[row]!
      if (at < before) breach(order, row, at, `at least ${before}`, at)
      if (at > end) breach(within, row, at, `at most ${end}`, at)
      if (!Number.isSafeInteger(at) || at < 0) breach(whole, row, at, 'a whole number from 0 up', at)
      before = at
    }
  }
  column(log.at)
  column(hops.sentAt)
  column(spans.beganAt)
  for (let row = 0; row < spans.count; row++) {
    const lasted = spans.lastedUs[row]!
    if (lasted !== NEVER && spans.beganAt[row]! + lasted > end) breach(travel, row, spans.beganAt[row]!, `an end by ${end}`, spans.beganAt[row]! + lasted)
  }
  for (let row = 0; row < hops.count; row++) {
    if (hops.from[row] === hops.to[row]) breach(travel, row, hops.sentAt[row]!, 'two different lanes', `${hops.from[row]} to ${hops.to[row]}`)
    if (hops.fate[row]! > LOST) breach(travel, row, hops.sentAt[row]!, 'done or lost', hops.fate[row]!)
  }
  for (let row = 0; row < log.count; row++) {
    if (trace.vocabulary.events[log.kind[row]!]!.about === 'note' && notes[log.ref[row]!]?.atUs !== log.at[row]) {
      breach(order, row, log.at[row]!, 'the instant of its note', log.at[row]!)
    }
  }
  return [order, travel, within, whole].map(verdictOf)
}
