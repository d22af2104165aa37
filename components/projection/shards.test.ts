import { describe, expect, test } from 'vitest'
import { runScenario } from '@/components/simulation/run.ts'
import { simulationEn } from '@/content/dictionaries/simulation.en.ts'
import { simulationKo } from '@/content/dictionaries/simulation.ko.ts'
import { createNarrator } from '@/components/narration/describe.ts'
import { SPAN } from '@/simulations/components/traffic/vocabulary.ts'
import { NEVER } from '@/simulations/kernel/trace.ts'
import { stateAt } from './traffic-state.ts'

/* Copies that lag, parts that fail, reads that share a try, a primary that dies: every event of shards happens. */
const document = {
  id: 'shards', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 3, duration: '6 s',
  clients: {
    load: { open: { rate: '220/s' } }, keys: { count: 40, zipf: 1 }, timeout: '250 ms',
    requests: { read: { share: 6, work: 'exponential 6 ms' }, search: { share: 1, work: 'exponential 6 ms', by: 'long-url' }, write: { share: 3, work: 'exponential 9 ms', writes: true } },
  },
  links: { clients: '2 ms', servers: '1..2 ms' }, balancer: { policy: 'least-connections', coalesce: true, tries: 2, 'try-timeout': '200 ms' },
  shards: { copies: 1, 'copy-link': '10..60 ms', failover: '30 ms' },
  servers: { s1: { workers: 1, queue: 6, 'max-fails': 0 }, s2: { workers: 1, queue: 6, 'max-fails': 0 }, s3: { workers: 1, queue: 6, 'max-fails': 0 }, s4: { workers: 1, queue: 6, 'max-fails': 0 } },
}
const reply = runScenario({
  document, overrides: {}, seed: 3,
  interventions: [{ at: 2_000_000, do: { kind: 'stop-server', server: 's1' } }, { at: 3_000_000, do: { kind: 'start-server', server: 's1' } }, { at: 4_000_000, do: { kind: 'stop-server', server: 's4' } }, { at: 4_500_000, do: { kind: 'start-server', server: 's4' } }],
})
if (reply.kind !== 'ran') throw new Error(JSON.stringify(reply))
const { trace, index, config } = reply

describe('a run with shards, copies and shared reads', () => {
  test('has every event of them, each with a sentence in both languages', () => {
    const kinds = new Set(Array.from(trace.log.kind.subarray(0, trace.log.count), (kind) => trace.vocabulary.events[kind]!.name))
    for (const name of ['part.sent', 'part.answered', 'part.failed', 'part.abandoned', 'request.joined', 'answer.shared', 'read.stale', 'change.sent', 'change.queued', 'change.started', 'change.applied', 'change.lost', 'copy.promoted', 'copy.syncing', 'copy.synced']) expect(kinds, name).toContain(name)
    for (const [locale, words] of [['en', simulationEn], ['ko', simulationKo]] as const) {
      const narrator = createNarrator(locale, words, trace, config)
      for (let row = 0; row < trace.log.count; row++) expect(narrator.event(row)).not.toMatch(/[{}#]|undefined|NaN|^[a-z]+\.[a-z]+$/)
    }
  })

  test('shows as many at work and in line as the spans say, at any instant', () => {
    const covering = (lane: number, kind: number, atUs: number): number => {
      let count = 0
      for (let row = 0; row < trace.spans.count; row++) {
        const began = trace.spans.beganAt[row]!
        const ended = trace.spans.lastedUs[row] === NEVER ? Infinity : began + trace.spans.lastedUs[row]!
        if (trace.spans.lane[row] === lane && trace.spans.kind[row] === kind && began <= atUs && atUs < ended) count++
      }
      return count
    }
    for (let atUs = 10_007; atUs < 6_000_000; atUs += 60_011) {
      for (const lane of stateAt(trace, index, atUs).lanes) {
        if (lane.role === 'service') expect([lane.lane, lane.serving, lane.queued]).toEqual([lane.lane, covering(lane.lane, SPAN.served, atUs), covering(lane.lane, SPAN.queued, atUs)])
        if (lane.role === 'balancer') expect(lane.held).toBe(covering(lane.lane, SPAN['waited-at-balancer'], atUs))
        expect(lane.connections).toBeGreaterThanOrEqual(0)
      }
    }
  })
})
