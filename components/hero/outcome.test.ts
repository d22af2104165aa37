import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { armedAt, ASKED, heroWindow, outcomeOf } from '@/components/hero/outcome.ts'
import { runScenario } from '@/components/simulation/run.ts'
import { readScenario } from '@/lib/scenarios.ts'

const file = 'load-balancing/stop-a-server.yaml'
const reading = readScenario(readFileSync(`content/scenarios/${file}`, 'utf8'), file)
if (!reading.ok) throw new Error('The scenario cannot be read.')
const { scenario } = reading

function run(seed: number, overrides: Record<string, string | number> = {}) {
  const reply = runScenario({ document: scenario.document, overrides, seed, interventions: scenario.script })
  if (reply.kind !== 'ran') throw new Error(JSON.stringify(reply))
  return { ...reply, outcome: outcomeOf(reply.trace, reply.index) }
}

describe('the question of the first page', () => {
  it('surprises on every seed: two thirds or more of the requests go to the stopped server, not one third', () => {
    for (let seed = 1; seed <= 40; seed++) expect(run(seed).outcome.failed, `seed ${seed}`).toBeGreaterThanOrEqual(8)
  })

  it('rewinds to an instant at which the stopped server has the fewest connections', () => {
    const { outcome } = run(scenario.seed)
    const of = (id: string) => outcome.connections.find((one) => one.id === id)!.count
    expect(outcome.exhibitUs).toBeGreaterThan(outcome.stopUs)
    expect(of('s2')).toBeLessThanOrEqual(Math.min(of('s1'), of('s3')))
    expect(outcome.noticedUs).toBeGreaterThan(outcome.exhibitUs)
    expect(outcome.failed).toBeLessThanOrEqual(ASKED)
  })

  it('comes from the policy: in turn, one of three requests fails', () => {
    expect(run(scenario.seed, { 'balancer.policy': 'round-robin' }).outcome.failed).toBe(4)
  })

  it('the armed picture ends before the stop, and every picture holds the rewound instant', () => {
    const { outcome } = run(scenario.seed)
    expect(armedAt(outcome.stopUs)).toBeLessThan(outcome.stopUs)
    for (const isNarrow of [true, false]) {
      const { fromUs, toUs } = heroWindow(outcome, isNarrow)
      expect(outcome.exhibitUs).toBeGreaterThan(fromUs)
      expect(outcome.exhibitUs).toBeLessThan(toUs)
    }
  })
})
