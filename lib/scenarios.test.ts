import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadScenarios, presets, readScenario, scenarioSlugs, writeProblem } from '@/lib/scenarios.ts'

const file = 'load-balancing/one-slow-server.yaml'
const text = readFileSync(join('content', 'scenarios', file), 'utf8')

/** Replaces one thing in the good file and gives what is said about it. */
function planted(from: string, to: string) {
  expect(text).toContain(from)
  const reading = readScenario(text.replace(from, to), file)
  return reading.ok ? [] : reading.problems
}

describe('the scenarios of the site', () => {
  test.each(scenarioSlugs)('%s: every file is read without a problem', (slug) => {
    expect(loadScenarios(slug).map((scenario) => scenario.id)).toEqual(presets[slug].map((name) => `${slug}/${name}`))
  })

  test('each asks its question in both languages, and shows at least three knobs', () => {
    for (const scenario of scenarioSlugs.flatMap((slug) => loadScenarios(slug))) {
      for (const words of [scenario.title, scenario.question]) {
        expect(words.en.length).toBeGreaterThan(3)
        expect(words.ko).toMatch(/[가-힣]/)
      }
      expect(scenario.knobs.length).toBeGreaterThanOrEqual(3)
      expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario)
    }
  })
})

describe('a planted mistake is found at its place, with what is allowed there', () => {
  test.each([
    ['a policy that does not exist', 'policy: round-robin', 'policy: round-robbin', 'SIM204', 'round-robbin', /is not known here; one of: round-robin/],
    ['a rate without a unit', 'rate: 90/s', 'rate: 90', 'UNIT109', '90', /needs a unit\. 90\/s\?/],
    ['a duration without a unit', 'duration: 24 s', 'duration: 24', 'UNIT109', '24', /needs a unit\. 24 ms\?/],
    ['a value out of range', 'workers: 2, queue: 48, speed: 0.45', 'workers: 2, queue: 48, speed: 0.001', 'SIM204', '0.001', /0\.05 to 20/],
    ['a misspelt entry', 'queue: 48, speed: 0.45', 'queeu: 48, speed: 0.45', 'SIM205', 'queeu', /no "queeu" here, did you mean "queue"\?.*allowed here: weight, workers/],
    ['an entry twice', 'seed: 4217', 'seed: 4217\nseed: 4218', 'SIM203', 'seed: 4218', /unique/i],
    ['a knob that does not exist', '- servers.s3.speed', '- servers.s3.sped', 'SIM207', 'servers.s3.sped', /no knob at/],
    ['a knob of a server that does not exist', '- servers.s3.speed', '- servers.s9.speed', 'SIM207', 'servers.s9.speed', /no "servers\.s9"/],
    ['a knob twice', '- servers.s3.speed', '- balancer.policy', 'SIM207', 'balancer.policy', /twice/],
    ['weights that are all zero', '  s1: { workers: 2, queue: 48 }\n  s2: { workers: 2, queue: 48 }\n  s3: { workers: 2, queue: 48, speed: 0.45 }\n  s4: { workers: 2, queue: 48 }', '  s1: { weight: 0 }\n  s3: { weight: 0 }', 'SIM204', 's1', /all weights are zero/],
    ['a script for a server that does not exist', 'knobs:', 'script:\n  - { at: 2 s, do: { kind: stop-server, server: s9 } }\nknobs:', 'SIM204', '{ at: 2 s', /no server called s9.*s1, s2, s3, s4/],
    ['a range that runs backwards', 'work: 15..45 ms', 'work: 45..15 ms', 'SIM204', '45..15 ms', /runs backwards/],
    ['an id that is not the place', 'id: load-balancing/one-slow-server', 'id: load-balancing/another', 'SIM206', 'load-balancing/another', /load-balancing\/one-slow-server/],
    ['broken YAML', 'links:', 'links: {', 'SIM202', '', /./],
    ['a tag of another language', 'seed: 4217', 'seed: !!python/object 4217', 'SIM202', '!!python', /tag/i],
  ])('%s', (_name, from, to, code, at, message) => {
    const problems = planted(from, to)
    const problem = problems.find((one) => one.code === code)
    expect(problem, JSON.stringify(problems)).toBeDefined()
    expect(problem!.message).toMatch(message)
    expect(problem!.source.slice(problem!.column - 1).startsWith(at), `${problem!.source} at ${problem!.column}`).toBe(true)
  })

  test('several mistakes are all said at once, in the order of the file', () => {
    const broken = text.replace('duration: 24 s', 'duration: 24').replace('rate: 90/s', 'rate: 90').replace('policy: round-robin', 'policy: fastest')
    const reading = readScenario(broken, file)
    expect(reading.ok ? [] : reading.problems.map((problem) => problem.line)).toEqual([9, 12, 20])
  })

  test('aliases that unfold without end are stopped', () => {
    const bomb = ['a: &a [1,1,1,1,1,1,1,1,1]', ...[...'bcdefgh'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]!}`).join(',')}]`)].join('\n')
    expect(readScenario(bomb, file)).toMatchObject({ ok: false, problems: [{ code: 'SIM202' }] })
  })

  test('a problem is written with file, line, column, the line itself and a pointer', () => {
    const problem = planted('policy: round-robin', 'policy: fastest')[0]!
    const [head, source, pointer] = writeProblem(problem).split('\n')
    expect(head).toBe('SIM204  load-balancing/one-slow-server.yaml:20:21')
    expect(source!.slice(pointer!.indexOf('^'))).toMatch(/^fastest/)
  })

  test('what is missing is said where it should stand', () => {
    expect(planted('links:\n  clients: 6..14 ms\n  servers: 1..3 ms\n', 'links:\n  clients: 6..14 ms\n')[0]).toMatchObject({ code: 'SIM204', message: expect.stringMatching(/^"servers" is missing; a duration/) as string, line: 18 })
  })
})
