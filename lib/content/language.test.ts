/** The small languages of authors: quantities, claims, instants; and two languages of one lesson. */

import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { markKinds } from '@/components/marks/mark-geometry.ts'
import { nextNotable } from '@/components/projection/lookup.ts'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { compileLesson } from './compile.ts'
import { measure, testClaim } from './evaluate.ts'
import { parseClaim, parseOperand } from './expressions.ts'
import { readLesson, readLessonFolder } from './lesson.ts'
import { ALL_METRICS as METRICS } from './all-metrics.ts'
import { findMoment, parseMoment } from './moments.ts'
import { readAxis, readQuantity } from './quantities.ts'
import { MARKS, WORDS } from './registry.ts'
import { createRuns } from './runs.ts'
import { openShelf } from './shelf.ts'
import { compareLanguages } from './structure.ts'

const content = join(import.meta.dirname, '..', '..', 'content')
const shelf = openShelf(content)
const scenario = shelf.scenario('load-balancing/one-slow-server')!
const runs = createRuns()
const reading = runs.run(scenario, {}, scenario.seed)
if (!reading.ok) throw new Error(reading.problem)
const { run } = reading
const valueOf = (text: string) => measure(parseOperand(text), (overrides) => {
  const other = runs.run(scenario, overrides, scenario.seed)
  if (!other.ok) throw new Error(other.problem)
  return other.run
}).value

describe('a quantity carries its unit', () => {
  test.each([
    ['300 ms', 300_000, 'duration'], ['4.2 s', 4_200_000, 'duration'], ['1 min', 60_000_000, 'duration'], ['7 %', 0.07, 'share'], ['7%', 0.07, 'share'],
    ['120/s', 120, 'rate'], ['30/min', 0.5, 'rate'], ['3', 3, 'number'], ['0', 0, 'number'],
  ])('%s', (text, value, unit) => {
    expect(readQuantity(text)).toEqual({ value, unit })
  })

  test.each(['', 'ms', '3 km', '3 ms 4', '-1 s', '1,5 s', 'p99'])('"%s" is none', (text) => {
    expect(() => readQuantity(text)).toThrow(/is no quantity/)
  })

  test('an axis may leave out the unit of its first end', () => {
    expect(readAxis('0..50 %')).toEqual({ from: 0, to: 0.5, unit: 'share', scale: 'linear' })
    expect(readAxis('10 ms..10 s log')).toEqual({ from: 10_000, to: 10_000_000, unit: 'duration', scale: 'log' })
    expect(() => readAxis('0 ms..10 s log')).toThrow(/cannot begin at 0/)
  })
})

describe('metrics agree with what the simulator shows at the end of the run', () => {
  const { metrics } = stateAt(run.trace, run.index as TrafficIndex, run.trace.endUs)
  test.each([
    ['sent', metrics.sent], ['answered', metrics.answered], ['refused', metrics.refused], ['timed_out', metrics.timedOut], ['mean', metrics.meanUs],
    ['p50', metrics.p50Us], ['p95', metrics.p95Us], ['p99', metrics.p99Us], ['failed_share', (metrics.refused + metrics.timedOut) / (metrics.answered + metrics.refused + metrics.timedOut)],
  ])('%s', (name, shown) => {
    expect(valueOf(name)).toBeCloseTo(shown, 6)
  })

  test('shares of all servers make one, counts of all make all that were sent to one', () => {
    const servers = ['s1', 's2', 's3', 's4']
    expect(servers.reduce((sum, name) => sum + valueOf(`share(${name})`), 0)).toBeCloseTo(1, 9)
    expect(valueOf('requests(light, s3)') + valueOf('requests(heavy, s3)')).toBe(valueOf('requests(s3)'))
    expect(valueOf('sent from 0 s to 12 s') + valueOf('sent from 12 s to 24 s')).toBe(valueOf('sent'))
    expect(valueOf('fairness')).toBeGreaterThan(0.99)
    expect(valueOf('fairness with {balancer.policy: least-connections}')).toBeLessThan(0.97)
  })

  test('the longest queue is the deepest that any instant shows', () => {
    let deepest = 0
    for (let at = 0; at <= run.trace.endUs; at += 20_000) deepest = Math.max(deepest, stateAt(run.trace, run.index as TrafficIndex, at).lanes[4]!.queued)
    expect(valueOf('max_queue(s3)')).toBeGreaterThanOrEqual(deepest)
    expect(valueOf('max_queue(s3)')).toBeLessThanOrEqual(48)
  })
})

describe('claims compare what can be compared', () => {
  const holds = (text: string) => testClaim(parseClaim(text, { servers: ['s1', 's2', 's3', 's4'], classes: ['light', 'heavy'] }), (overrides) => {
    const other = runs.run(scenario, overrides, scenario.seed)
    if (!other.ok) throw new Error(other.problem)
    return other.run
  }).holds
  test.each([
    ['p99 between 1 s and 2 s', true], ['p99 between 1 ms and 2 ms', false], ['failed_share == 0', false],
    ['failed_share with {balancer.policy: least-connections} == 0', true], ['p99 > 2 * p99 with {balancer.policy: least-connections}', true],
    ['share(s3) > 20 %', true], ['failed / sent > 20 %', true], ['(p99 - p50) / p50 > 10', true], ['max_queue(s3) > max_queue(s1)', true], ['throughput < 100/s', true],
    ['failed == 20 % * sent', false], ['1 s < p99', true],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected)
  })

  test('a value that does not exist makes every claim false', () => {
    for (const sign of ['<', '<=', '>', '>=', '==', '!=']) expect(holds(`p99(heavy) from 23.9999 s to 23.99999 s ${sign} 1 s`)).toBe(false)
  })

  test.each(['p99', 'p99 >', '> 3', 'p99 > 1 s and p50 > 1 s', 'p99 between 1 s', 'p99(s1 > 1 s', 'share > 1 %', 'p99 + sent > 1 s', 'p99 * p50 > 1 s', 'max_queue from 1 s to 2 s > 1'])('"%s" is refused', (text) => {
    expect(() => parseClaim(text)).toThrow()
  })
})

describe('an instant is found in the run', () => {
  const at = (text: string) => findMoment(parseMoment(text), run)
  test('first, last, numbered and shifted ones come in their order', () => {
    const first = at('first(request.timed-out)')!
    expect(first.row).toBe(nextNotable(run.trace, run.index, -1, 1))
    expect(at('request.timed-out[1]')).toEqual(first)
    expect(at('request.timed-out[2]')!.atUs).toBeGreaterThanOrEqual(first.atUs)
    expect(at('last(request.timed-out)')!.atUs).toBeGreaterThan(first.atUs)
    expect(at('first(request.timed-out) - 600 ms')!.atUs).toBe(first.atUs - 600_000)
    expect(at('first(request.timed-out after 10 s)')!.atUs).toBeGreaterThanOrEqual(10_000_000)
    expect(at('end')!.atUs).toBe(24_000_000)
    expect(at('start')!.row).toBe(-1)
  })

  test('the worst answer took as long as the slowest, from when it was sent', () => {
    expect(at('worst(latency).received')!.atUs - at('worst(latency).sent')!.atUs).toBe(valueOf('max'))
    expect(at('worst(latency)')!.request).toBe(at('worst(latency).sent')!.request)
    expect(run.trace.lanes[at('worst(queue)')!.lane]!.id).toBe('s3')
  })

  test('what never comes is null', () => {
    expect(at('first(server.stopped)')).toBeNull()
    expect(at('99 s')).toBeNull()
    expect(at('request.timed-out[99999]')).toBeNull()
  })
})

describe('two languages of one lesson', () => {
  const text = (extra: string, id = 'one-step') => `---\ntitle: A test\nsummary: A lesson in two languages.\nminutes: 5\nchapter: test\nconcepts: [test]\n---\n\n<Sim scenario="load-balancing/one-slow-server">\n\n<Step id="${id}" at="start">\n## One\nWords.\n</Step>\n${extra}\n</Sim>\n`
  const half = async (written: string, locale: 'en' | 'ko') => (await readLesson(written, `t/lesson.${locale}.mdx`, 't', locale, shelf, runs)).half
  const second = '\n<Step id="two-step" at="1 s">\n## Two\nWords.\n</Step>\n'

  test('a step that is missing in one is named there', async () => {
    const problems = compareLanguages(await half(text(second), 'en'), await half(text(''), 'ko'))
    expect(problems).toMatchObject([{ code: 'I18N603', file: 't/lesson.ko.mdx', severity: 'warning', message: expect.stringContaining('two-step has no Korean') }])
  })

  test('a step that looks elsewhere is named at its place', async () => {
    const problems = compareLanguages(await half(text(second), 'en'), await half(text(second.replace('1 s', '2 s')), 'ko'))
    expect(problems).toMatchObject([{ code: 'I18N604', file: 't/lesson.ko.mdx', message: expect.stringContaining('"1 s"') }])
  })
})

describe('the vocabulary is one', () => {
  test('marks of the text are the marks of the picture', () => {
    expect([...MARKS]).toEqual([...markKinds])
  })

  test('the authors\' guide names every word, attribute and metric', () => {
    const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'authoring.md'), 'utf8')
    for (const [name, { attributes }] of Object.entries(WORDS)) {
      expect(guide).toContain(`<${name}`)
      for (const attribute of Object.keys(attributes)) expect(guide, `${name} ${attribute}`).toContain(`\`${attribute}\``)
    }
    for (const name of Object.keys(METRICS)) expect(guide).toContain(`\`${name}`)
  })
})

test('a lesson compiles to the same bytes each time, and carries no attribute of its author', async () => {
  const { lessons } = await readLessonFolder('load-balancing', content, shelf, runs)
  for (const lesson of Object.values(lessons)) {
    const code = await compileLesson(lesson)
    expect(await compileLesson(lesson)).toBe(code)
    expect(code).not.toContain('failed_share')
    expect(code).not.toContain('process')
  }
  await expect(compileLesson({ body: '\n{process.exit(1)}\n', nodes: [] })).rejects.toThrow(/unchecked/)
})
