import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { stateAt } from '@/components/projection/traffic-state.ts'
import { runScenario } from '@/components/simulation/run.ts'
import { EVERYTHING } from '@/components/timeline/density.ts'
import { stretchesOf } from '@/components/timeline/lane-bands.ts'
import { laneLayout } from '@/components/timeline/lane-layout.ts'
import { LOOK_ORDER } from '@/components/timeline/looks.ts'
import { attemptOf, buildScene, requestScene, strokeAt, type Scene } from '@/components/timeline/scene.ts'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { stripSlices } from '@/components/timeline/strip-slices.ts'
import { surveyOf } from '@/components/timeline/survey.ts'
import { trafficReader } from '@/components/timeline/traffic-reader.ts'
import { describeLane, describeMessage, describeNote } from '@/components/timeline/words.ts'
import { timelineEn } from '@/content/dictionaries/timeline.en.ts'
import { timelineKo } from '@/content/dictionaries/timeline.ko.ts'
import { LOST } from '@/simulations/kernel/trace.ts'

const reply = runScenario({
  overrides: {}, seed: 5,
  interventions: [
    { at: 2_000_000, do: { kind: 'stop-server', server: 's2' } },
    { at: 4_000_000, do: { kind: 'start-server', server: 's2' } },
    { at: 5_000_000, do: { kind: 'slow-server', server: 's1', factor: 3 } },
    { at: 6_000_000, do: { kind: 'cut-link', server: 's3' } },
  ],
  document: {
    id: 'test', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 5, duration: '8 s',
    clients: { load: { open: { rate: '90/s' } }, requests: { any: { work: 'exponential 30 ms' } }, timeout: '700 ms' },
    links: { clients: '4..12 ms', servers: '1..3 ms' },
    balancer: { policy: 'round-robin', tries: 2, 'try-timeout': '300 ms', checks: { every: '1 s', timeout: '200 ms' } },
    servers: { s1: { workers: 2, queue: 8 }, s2: { workers: 2, queue: 8 }, s3: { workers: 2, queue: 8 } },
  },
})
if (reply.kind !== 'ran') throw new Error(JSON.stringify(reply))
const { trace, index } = reply
const reader = trafficReader(trace, index, timelineEn, 'en')
const run = { trace, index, reader, survey: surveyOf(trace, reader) }
const layout = laneLayout(trace.lanes.length, 1000, 400)
const view = (fromUs: number, density = EVERYTHING) => ({ fromUs, usPerPx: 1_000, widthPx: 500, layout, density })
const rowsOf = (scene: Scene) => LOOK_ORDER.flatMap((look) => scene.strokes[look].rows)

describe('a scene', () => {
  test('holds every message of its stretch once, and each stroke begins and ends where the message did', () => {
    const scene = buildScene(run, view(1_900_000))
    const rows = rowsOf(scene)
    const { hops } = trace
    const expected: number[] = []
    for (let row = 0; row < hops.count; row++) if (hops.sentAt[row]! <= 2_410_000 && hops.sentAt[row]! + hops.delayUs[row]! >= 1_890_000) expected.push(row)
    expect([...rows].sort((a, b) => a - b)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(100)
    for (const look of LOOK_ORDER) {
      const { ends, rows: looked } = scene.strokes[look]
      looked.forEach((row, i) => {
        expect(ends[4 * i]).toBeCloseTo((hops.sentAt[row]! - 1_900_000) / 1_000)
        expect(ends[4 * i + 1]).toBe(layout.y[hops.from[row]!])
        if (hops.fate[row] !== LOST) expect(ends[4 * i + 3]).toBe(layout.y[hops.to[row]!])
        else expect(look).toBe('lost')
      })
    }
  })

  test('a lost message ends between its lanes, in a cross', () => {
    const scene = buildScene(run, view(6_000_000))
    expect(scene.strokes.lost.rows.length).toBeGreaterThan(0)
    scene.strokes.lost.rows.forEach((row, i) => {
      const [from, to] = [layout.y[trace.hops.from[row]!]!, layout.y[trace.hops.to[row]!]!]
      expect(scene.strokes.lost.ends[4 * i + 3]).toBe((from + to) / 2)
    })
    expect(scene.marks.some(({ kind }) => kind === 'lost')).toBe(true)
  })

  test('a sample shows all messages of the requests it draws, and the same ones wherever the window lies', () => {
    const density = { bands: true, every: 10 }
    const here = new Set(rowsOf(buildScene(run, view(1_000_000, density))))
    const there = new Set(rowsOf(buildScene(run, view(1_200_000, density))))
    for (const row of [...here, ...there]) expect(trace.hops.subject[row]! % 10).toBe(0)
    for (const row of here) {
      const [sent, arrived] = [trace.hops.sentAt[row]!, trace.hops.sentAt[row]! + trace.hops.delayUs[row]!]
      if (arrived >= 1_200_000 && sent <= 1_500_000) expect(there.has(row)).toBe(true)
    }
    expect(here.size).toBeGreaterThan(10)
  })

  test('pieces side by side show what one piece shows', () => {
    const whole = new Set(rowsOf(buildScene(run, view(1_000_000))))
    const halves = new Set([0, 250].flatMap((x) => rowsOf(buildScene(run, { ...view(1_000_000 + x * 1_000), widthPx: 250 }))))
    expect([...halves].sort((a, b) => a - b)).toEqual([...whole].sort((a, b) => a - b))
  })

  test('a second try is marked as one', () => {
    const retries = []
    for (let row = 0; row < trace.hops.count; row++) if (trace.hops.from[row] === 1 && attemptOf(trace, run.survey, row) === 2) retries.push(row)
    expect(retries.length).toBeGreaterThan(0)
    const scene = requestScene(run, view(2_000_000), trace.hops.subject[retries[0]!]!)
    expect(scene.marks.filter(({ kind }) => kind === 'retry').length).toBe(1)
  })

  test('the stroke under a point is found, and none where there is none', () => {
    const scene = buildScene(run, view(1_000_000))
    fc.assert(fc.property(fc.nat(scene.strokes.request.rows.length - 1), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (i, share) => {
      const [x1, y1, x2, y2] = scene.strokes.request.ends.slice(4 * i, 4 * i + 4) as [number, number, number, number]
      const found = strokeAt(scene, x1 + share * (x2 - x1), y1 + share * (y2 - y1), 0.5)
      expect(found).toBeGreaterThanOrEqual(0)
    }))
    expect(strokeAt(scene, -500, 200, 6)).toBe(-1)
  })

  test('stretches of a band cover what is not zero, and nothing else', () => {
    fc.assert(fc.property(fc.array(fc.nat(3), { maxLength: 60 }), (depths) => {
      const back = new Array<number>(depths.length).fill(0)
      for (const { from, to, depth } of stretchesOf(Float32Array.from(depths))) back.fill(depth, from, to)
      expect(back).toEqual(depths)
    }))
  })
})

describe('the run strip', () => {
  test('counts every answer and every felt failure once', () => {
    const slices = stripSlices(trace, 777)
    const sum = (counts: Uint32Array) => counts.reduce((total, count) => total + count, 0)
    const { metrics } = stateAt(trace, index, trace.endUs)
    expect(sum(slices.answered)).toBe(metrics.answered)
    expect(sum(slices.failed)).toBe(metrics.refused + metrics.timedOut)
    expect(slices.notes.reduce((total, marked) => total + marked, 0)).toBeGreaterThan(3)
  })
})

describe('words', () => {
  const laneAt = (us: number, lane: number, words: typeof timelineEn | typeof timelineKo = timelineEn) => {
    const state = stateAt(trace, index, us)
    return describeLane(words, words === timelineEn ? 'en' : 'ko', state.lanes[lane]!, state)
  }

  test('a lane says the worst that is the case', () => {
    expect(laneAt(3_000_000, 3)).toEqual({ text: 'stopped', tone: 'fail' })
    expect(laneAt(3_000_000, 3, timelineKo)).toEqual({ text: '멈춤', tone: 'fail' })
    expect(laneAt(5_001_000, 2).text).toMatch(/^3× slower/)
    expect(laneAt(6_500_000, 4)).toEqual({ text: 'link cut', tone: 'fail' })
    expect(laneAt(3_000_000, 1).text).toBe('round robin')
  })

  test('every note and every message of the run has a sentence in both languages', () => {
    for (const [words, locale] of [[timelineEn, 'en'], [timelineKo, 'ko']] as const) {
      for (const note of trace.notes) expect(describeNote(words, locale, note)).not.toMatch(/[{}]|\.\w/)
      for (let row = 0; row < trace.hops.count; row++) {
        const said = describeMessage(words, locale, trace, run.survey, row).join(' ')
        expect(said).not.toMatch(/[{}]|undefined|NaN/)
      }
    }
  })

  test('requests are counted from 1', () => {
    expect(describeMessage(timelineEn, 'en', trace, run.survey, run.survey.hopRows[0]!)[0]).toBe('Request 1')
  })
})

describe('the still', () => {
  const still = (more: Partial<Parameters<typeof SpaceTimeStill>[0]> = {}) => renderToStaticMarkup(createElement(SpaceTimeStill, {
    trace, index, window: { fromUs: 1_900_000, toUs: 2_200_000 }, nowUs: 2_050_000, words: timelineEn, locale: 'en', ...more,
  }))

  test('has no style attribute, which the policy of the site would drop', () => {
    expect(still()).not.toContain('style=')
    expect(still({ thumbnail: true })).not.toContain('style=')
  })

  test('names every lane and says what it shows', () => {
    for (const name of ['clients', 'balancer', 's1', 's2', 's3', 'stopped']) expect(still()).toContain(name)
    expect(still()).toContain('aria-label="Space-time diagram from 1900')
  })

  test('shows nothing of what is not recorded yet', () => {
    const armed = still({ nowUs: 0, window: { fromUs: -20_000, toUs: 300_000 }, armedFromUs: 0 })
    expect(armed).toContain('fill-sunk')
    expect(armed).toMatch(/<clipPath id="\w+f"><rect x="[\d.]+" y="0" width="0"/)
  })

  test('a thumbnail is 320 by 56 and has no words', () => {
    expect(still({ thumbnail: true })).toContain('viewBox="0 0 320 56"')
    expect(still({ thumbnail: true })).not.toContain('<text')
  })
})
