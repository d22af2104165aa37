import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { traceTraffic } from '@/simulations/components/traffic/run-traffic.ts'
import { EVENT } from '@/simulations/components/traffic/vocabulary.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { POLICIES, readTrafficScenario } from '@/simulations/scenario/traffic-scenario.ts'
import { examine, type Engine } from './examine.ts'
import { generate, type Document } from './generate.ts'
import { runSeeds, systemOf } from './run-seeds.ts'

const regressions = JSON.parse(readFileSync(new URL('regressions.json', import.meta.url), 'utf8')) as { name: string; document: Document }[]

describe('what once failed passes', () => {
  it.each(regressions)('$name', ({ document }) => {
    expect(examine(document, true).problems).toEqual([])
  })
})

describe('random systems under random faults', () => {
  it('3,000 seeds break no law', { timeout: 60_000 }, () => {
    const report = runSeeds(1, 3_000)
    expect(report.failures).toEqual([])
    expect(report.passed).toBe(3_000)
    expect(report.requests).toBeGreaterThan(100_000)
  })

  it('every policy, every command and every way a request can end occurs among them', () => {
    const policies = new Set<unknown>()
    const events = new Set<number>()
    for (let seed = 1; seed <= 900; seed++) {
      const document = systemOf(seed)
      policies.add((document['balancer'] as Document)['policy'])
      const reading = readTrafficScenario(document)
      if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
      for (const kind of traceTraffic(reading.scenario.config, seed, reading.scenario.script).log.kind) events.add(kind)
    }
    expect(policies.size).toBe(POLICIES.length)
    expect(Object.entries(EVENT).filter(([, kind]) => !events.has(kind)).map(([name]) => name)).toEqual([])
  })
})

/** Engines with a bug each: the fuzzer has to find it within a few hundred seeds, and shrink it. */
const bugs: [string, (trace: Trace) => void, string][] = [
  ['a server that answers when it should fall silent', (trace) => { for (let row = 0; row < trace.log.count; row++) if (trace.log.kind[row] === EVENT['request.lost']) trace.log.kind[row] = EVENT['request.answered'] }, 'stopped server'],
  ['a refusal that is not counted', (trace) => { const { outcome } = trace.subjects.columns; for (let i = 0; i < outcome!.length; i++) if (outcome![i] === 2) outcome![i] = 0 }, 'table of requests'],
  ['a slow server that is not slow', (trace) => { for (const note of trace.notes) if (note.kind === 'server.slowed') (note.facts as Record<string, number>)['factor']! *= 2 }, 'a service takes'],
]

describe('a bug in the engine is found', () => {
  it.each(bugs)('%s', { timeout: 60_000 }, (_title, spoil, law) => {
    const broken: Engine = (...words) => {
      const trace = traceTraffic(...words)
      spoil(trace)
      return trace
    }
    const { failures } = runSeeds(1, 400, 1, broken)
    const found = failures.find(({ problems }) => problems.some((problem) => problem.includes(law)))
    expect(found, 'not found').toBeDefined()
    const { seed, document } = found!
    expect((document['script'] as unknown[]).length).toBeLessThanOrEqual(3)
    expect(JSON.stringify(document).length).toBeLessThan(JSON.stringify(generate(seed)).length)
    expect(examine(document, true).problems).toEqual([]) // the engine as it is does not fail on it
  })

  it('a past that changes is found', () => {
    const broken: Engine = (config, seed, script, budget) => traceTraffic(script.length % 2 === 1 ? { ...config, clientLink: { kind: 'constant', valueUs: 1 } } : config, seed, script, budget)
    expect(runSeeds(0, 60, 8, broken).failures.some(({ problems }) => problems.some((problem) => problem.includes('changes nothing before it')))).toBe(true)
  })
})

describe('the command', () => {
  const fuzz = (...words: string[]) => spawnSync(process.execPath, ['tests/fuzz/fuzz.mjs', ...words], { encoding: 'utf8' })

  it('examines the seeds it is given, and closes with the count', { timeout: 60_000 }, () => {
    const { status, stdout } = fuzz('--seeds', '51', '--from', '7000')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`${51 + regressions.length} passed, 0 failed`)
    expect(status).toBe(0)
  })

  it.each([['--seeds', 'many'], ['--seed', '3'], ['7'], ['--from', '-1']])('does not understand %s %s', (...words) => {
    expect(fuzz(...words).status).toBe(2)
  })
})
