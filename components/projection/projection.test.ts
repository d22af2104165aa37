import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyRow } from '@/components/projection/counters.ts'
import { BUCKETS, bucketOf, lowestOf, percentile } from '@/components/projection/histogram.ts'
import { forEachHopBetween, rowAt } from '@/components/projection/lookup.ts'
import { depthBand } from '@/components/projection/series.ts'
import { buildTrafficIndex } from '@/components/projection/traffic-index.ts'
import { countersAt, stateAt, stateAtRow } from '@/components/projection/traffic-state.ts'
import { SPAN } from '@/simulations/components/traffic/vocabulary.ts'
import { NEVER } from '@/simulations/kernel/trace.ts'
import { traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'

const document = {
  id: 'test', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 11, duration: '20 s',
  clients: {
    load: { open: { rate: '200/s' } },
    requests: { light: { share: 9, work: 'exponential 20 ms' }, heavy: { share: 1, work: '150..300 ms' } },
    timeout: '900 ms',
  },
  links: { clients: '4..12 ms', servers: '1..2 ms' },
  balancer: { policy: 'haproxy-least-connections', waiting: 20, tries: 2, 'try-timeout': '500 ms', checks: { every: '1 s', timeout: '200 ms' } },
  servers: { s1: { queue: 8, connections: 10 }, s2: { queue: 8, connections: 6 }, s3: { speed: 0.5, queue: 8, connections: 6 } },
  script: [
    { at: '3 s', do: { kind: 'stop-server', server: 's2' } },
    { at: '6 s', do: { kind: 'start-server', server: 's2' } },
    { at: '8 s', do: { kind: 'cut-link', server: 's3' } },
    { at: '11 s', do: { kind: 'heal-link', server: 's3' } },
    { at: '12 s', do: { kind: 'add-server' } },
    { at: '14 s', do: { kind: 'set-policy', policy: 'round-robin' } },
    { at: '15 s', do: { kind: 'slow-server', server: 's1', factor: 4 } },
  ],
}

/** The same servers, asking one database that is too small for them. */
const sharing = {
  ...document,
  clients: { ...document.clients, requests: { light: { share: 9, work: 'exponential 15 ms', query: '5..12 ms' }, heavy: { share: 1, work: '150..300 ms' } } },
  database: { workers: 1, queue: 4, crowding: 0.2 },
}

function prepare(name: string, written: unknown) {
  const reading = readTrafficScenario(written)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const { config, seed, script } = reading.scenario
  const trace = traceTraffic(config, seed, script)
  return { name, trace, index: buildTrafficIndex(trace, config) }
}

const systems = [prepare('without a database', document), prepare('with a database', sharing)]
const { trace, index } = systems[1]!

describe.each(systems)('the state at an instant, $name', ({ trace, index }) => {
  test('from a keyframe equals the state folded from the beginning', () => {
    const folded = new Int32Array(index.counterWidth)
    for (let row = 0; row < trace.log.count; row++) {
      applyRow(trace, index.circumstances, row, folded)
      if (row % 97 === 0 || row === trace.log.count - 1) expect(countersAt(trace, index, row)).toEqual(folded)
    }
  })

  test('no counter is ever negative, and every request is in one place', () => {
    fc.assert(fc.property(fc.integer({ min: -1, max: trace.log.count - 1 }), (row) => {
      const state = stateAtRow(trace, index, row)
      for (const lane of state.lanes) {
        for (const value of [lane.queued, lane.serving, lane.connections, lane.held]) expect(value).toBeGreaterThanOrEqual(0)
        if (lane.role === 'service' || lane.role === 'store') {
          expect(lane.serving).toBeLessThanOrEqual(lane.workers)
          expect(lane.queued).toBeLessThanOrEqual(lane.queueCapacity)
        }
      }
      expect(state.metrics.inSystem).toBeGreaterThanOrEqual(0)
    }), { numRuns: 400 })
  })

  test('queued and served equal the open spans of the lane', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 20_000_000 }), (atUs) => {
      const state = stateAt(trace, index, atUs)
      const { spans } = trace
      for (const lane of state.lanes.slice(2)) {
        let queued = 0
        let serving = 0
        for (let row = 0; row < spans.count; row++) {
          if (spans.lane[row] !== lane.lane || spans.beganAt[row]! > atUs) continue
          if (spans.lastedUs[row] !== NEVER && spans.beganAt[row]! + spans.lastedUs[row]! <= atUs) continue
          if (spans.kind[row] === SPAN.queued) queued++
          if (spans.kind[row] === SPAN.served) serving++
        }
        expect([lane.queued, lane.serving]).toEqual([queued, serving])
      }
    }), { numRuns: 100 })
  })

  test('notes take effect at their row, in the order of the log', () => {
    expect(stateAt(trace, index, 2_999_999).lanes[3]!.running).toBe(true)
    expect(stateAt(trace, index, 3_000_000).lanes[3]!.running).toBe(false)
    expect(stateAt(trace, index, 6_000_000).lanes[3]!.running).toBe(true)
    expect(stateAt(trace, index, 9_000_000).lanes[4]!.link).toBe('cut')
    expect(stateAt(trace, index, 13_000_000).policy).toBe('haproxy-least-connections')
    expect(stateAt(trace, index, 14_000_000).policy).toBe('round-robin')
    expect(stateAt(trace, index, 11_999_999).lanes.find((lane) => lane.id === 's4')!.joined).toBe(false)
    expect(stateAt(trace, index, 16_000_000).lanes[2]!.slowness).toBe(4)
  })
})

describe('percentiles', () => {
  test('lie at most 1/128 below the exact nearest rank', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 4_000_000_000 }), { minLength: 1, maxLength: 500 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
      const counts = new Uint32Array(BUCKETS)
      for (const value of values) counts[bucketOf(value)]!++
      const sorted = [...values].sort((a, b) => a - b)
      const exact = sorted[Math.max(1, Math.ceil(share * values.length)) - 1]!
      const read = percentile(counts, values.length, share)
      expect(read).toBeLessThanOrEqual(exact)
      expect(read).toBeGreaterThanOrEqual(exact * (1 - 1 / 128) - 1)
    }))
  })

  test('the lowest value of a bucket falls into that bucket', () => {
    for (let bucket = 0; bucket < BUCKETS; bucket++) expect(bucketOf(lowestOf(bucket))).toBe(bucket)
  })
})

describe('lookups', () => {
  test('hops between two instants are those and only those under way then', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 20_000_000 }), fc.integer({ min: 0, max: 500_000 }), (fromUs, length) => {
      const found: number[] = []
      forEachHopBetween(trace, index, fromUs, fromUs + length, (row) => found.push(row))
      const expected: number[] = []
      for (let row = 0; row < trace.hops.count; row++) {
        if (trace.hops.sentAt[row]! <= fromUs + length && trace.hops.sentAt[row]! + trace.hops.delayUs[row]! >= fromUs) expected.push(row)
      }
      expect(found).toEqual(expected)
    }), { numRuns: 100 })
  })

  test('the row at an instant is the last that has happened', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 20_000_000 }), (atUs) => {
      const row = rowAt(trace, atUs)
      if (row >= 0) expect(trace.log.at[row]!).toBeLessThanOrEqual(atUs)
      if (row + 1 < trace.log.count) expect(trace.log.at[row + 1]!).toBeGreaterThan(atUs)
    }))
  })

  test('a depth band is the highest depth found by asking every instant of the bucket', () => {
    const from = 3_000_000
    const to = 3_400_000
    const band = depthBand(trace, index, 2, from, to, 40)
    for (let bucket = 0; bucket < 40; bucket++) {
      let most = 0
      const start = from + bucket * 10_000
      const instants = [start]
      for (let row = 0; row < trace.spans.count; row++) {
        const began = trace.spans.beganAt[row]!
        if (began > start && began < start + 10_000) instants.push(began)
      }
      for (const at of instants) most = Math.max(most, openServed(at))
      expect(band.serving[bucket]).toBe(most)
    }
  })
})

function openServed(atUs: number): number {
  const { spans } = trace
  let open = 0
  for (let row = 0; row < spans.count; row++) {
    if (spans.lane[row] === 2 && spans.kind[row] === SPAN.served && spans.beganAt[row]! <= atUs && spans.beganAt[row]! + spans.lastedUs[row]! > atUs) open++
  }
  return open
}
