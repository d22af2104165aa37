import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { depthBand } from '@/components/projection/series.ts'
import { buildTrafficIndex } from '@/components/projection/traffic-index.ts'
import { laneBands } from '@/components/timeline/lane-bands.ts'
import { surveyOf } from '@/components/timeline/survey.ts'
import { trafficDepths } from '@/components/timeline/traffic-reader.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'
import { traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'

const reading = readTrafficScenario({
  id: 'test', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 5, duration: '8 s',
  clients: { load: { open: { rate: '220/s' } }, requests: { any: { work: 'exponential 30 ms' } }, timeout: '700 ms' },
  links: { clients: '4..12 ms', servers: '1..3 ms' },
  balancer: { policy: 'round-robin', waiting: 20, tries: 2, checks: { every: '1 s', timeout: '200 ms' } },
  servers: { s1: { queue: 8, connections: 9 }, s2: { queue: 8, connections: 9 }, s3: { speed: 0.5, queue: 8, connections: 9 } },
  script: [
    { at: '2 s', do: { kind: 'stop-server', server: 's2' } },
    { at: '4 s', do: { kind: 'start-server', server: 's2' } },
    { at: '5 s', do: { kind: 'slow-server', server: 's1', factor: 3 } },
  ],
})
if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
const { config, seed, script } = reading.scenario
const trace = traceTraffic(config, seed, script)
const index = buildTrafficIndex(trace, config)
const survey = surveyOf(trace, { depths: () => trafficDepths(trace, index) })

describe('the survey of a run', () => {
  test('every message about a request is found under that request, in order of sending, and under no other', () => {
    let found = 0
    for (let request = 0; request < trace.subjects.count; request++) {
      let before = -1
      for (let i = survey.hopStart[request]!; i < survey.hopStart[request + 1]!; i++) {
        const row = survey.hopRows[i]!
        expect(trace.hops.subject[row]).toBe(request)
        expect(row).toBeGreaterThan(before)
        before = row
        found++
      }
    }
    const probes = Array.from(trace.hops.subject).filter((subject) => subject >= trace.subjects.count).length
    expect(probes).toBeGreaterThan(0)
    expect(found + probes).toBe(trace.hops.count)
  })

  test('the stopped and the slowed server are lasting states', () => {
    expect(survey.lasting).toEqual([
      { kind: 'down', lane: 3, fromUs: 2_000_000, toUs: 4_000_000 },
      { kind: 'slow', lane: 2, fromUs: 5_000_000, toUs: Infinity },
    ])
  })

  test('failures are in order of time and there are some', () => {
    expect(survey.failures.count).toBeGreaterThan(10)
    for (let i = 1; i < survey.failures.count; i++) expect(survey.failures.at[i]!).toBeGreaterThanOrEqual(survey.failures.at[i - 1]!)
  })

  test('the deepest queue is as deep as the deepest band', () => {
    let deepest = 0
    for (let lane = 1; lane < trace.lanes.length; lane++) deepest = Math.max(deepest, ...depthBand(trace, index, lane, 0, trace.endUs, 4000).queued)
    expect(survey.deepestQueue).toBe(deepest)
  })
})

describe('bands of all lanes', () => {
  test('I1: equal the band of each lane asked alone', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 7_000_000 }), fc.integer({ min: 5_000, max: 1_000_000 }), fc.integer({ min: 1, max: 200 }), (fromUs, span, buckets) => {
      const all = laneBands(trace, index, fromUs, fromUs + span, buckets)
      for (let lane = 1; lane < trace.lanes.length; lane++) {
        const alone = depthBand(trace, index, lane, fromUs, fromUs + span, buckets)
        expect(Array.from(all.waiting.subarray(lane * buckets, (lane + 1) * buckets))).toEqual(Array.from(alone.queued))
        expect(Array.from(all.serving.subarray(lane * buckets, (lane + 1) * buckets))).toEqual(Array.from(alone.serving))
      }
    }), { numRuns: 60 })
  })
})
