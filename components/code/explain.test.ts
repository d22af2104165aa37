import { describe, expect, test } from 'vitest'
import { rowAt } from '@/components/projection/lookup.ts'
import { policies } from '@/simulations/algorithms/balancing/balancer.ts'
import { traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import { DEFAULT_BUDGET } from '@/simulations/kernel/kernel.ts'
import { readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'
import { explainDecision } from './explain.ts'
import { codeTwins } from './generated/index.ts'

const names = Object.keys(policies)

function scenario(policy: string) {
  const reading = readTrafficScenario({
    id: 'explain', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 5, duration: '3 s',
    clients: { count: 9, load: { open: { rate: '80/s' } }, requests: { any: { work: 'exponential 60 ms' } }, timeout: '900 ms' },
    links: { clients: '4..9 ms', servers: '1..2 ms' },
    balancer: { policy, waiting: 5, tries: 3 },
    servers: { s1: { weight: 5, workers: 2, connections: 4 }, s2: { workers: 2, connections: 4 }, s3: { workers: 1, connections: 4 } },
    script: [{ at: '1 s', do: { kind: 'stop-server', server: 's2' } }, { at: '2 s', do: { kind: 'start-server', server: 's2' } }],
  })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.scenario
}

describe('the code view', () => {
  test('has a twin of every policy', () => {
    expect(Object.keys(codeTwins).sort()).toEqual([...names].sort())
  })

  test.each(names)('%s: the twin decides as the run did, at every tenth decision', async (policy) => {
    const { config, seed, script } = scenario(policy)
    const trace = traceTraffic(config, seed, script)
    const { log } = trace
    const triesOf = new Map<number, number>()
    let explained = 0
    let decision = 0
    for (let row = 0; row < log.count; row++) {
      if (log.kind[row] !== EVENT['request.forwarded']) continue
      const request = log.ref[row]!
      const tries = triesOf.get(request) ?? 0
      triesOf.set(request, tries + 1)
      if (decision++ % 10 !== 0) continue
      const found = await explainDecision(config, seed, script, request, tries, log.at[row]!, DEFAULT_BUDGET)
      expect(found?.chosen).toBe(trace.lanes[log.lane[row]!]!.id)
      expect(found!.steps.length).toBeGreaterThan(0)
      explained++
    }
    expect(explained).toBeGreaterThan(10)
    expect(rowAt(trace, config.durationUs)).toBe(log.count - 1)
  })

  test('smooth weighted round robin: each line says what it left behind', async () => {
    const { config, seed, script } = scenario('smooth-weighted-round-robin')
    const trace = traceTraffic(config, seed, script)
    const row = Array.from(trace.log.kind).indexOf(EVENT['request.forwarded'])
    const found = await explainDecision(config, seed, script, trace.log.ref[row]!, 0, trace.log.at[row]!, DEFAULT_BUDGET)
    const values = found!.steps.flatMap((step) => step.values.map(({ name, text }) => `${name}=${text}`))
    expect(values).toContain('total=7')
    expect(values).toContain('counters[best]=-2')
  })
})
