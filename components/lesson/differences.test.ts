import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { compareRuns, differencesOf } from '@/components/lesson/differences.ts'
import { runScenario } from '@/components/simulation/run.ts'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import { timelineEn } from '@/content/dictionaries/timeline.en.ts'

function ran(policy: string, rate = '60/s', seed = 3) {
  const reply = runScenario({
    overrides: {}, seed, interventions: [],
    document: {
      id: 'test', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed, duration: '4 s',
      clients: { load: { open: { rate } }, requests: { any: { work: 'exponential 30 ms' } }, timeout: '700 ms' },
      links: { clients: '4..12 ms', servers: '1..3 ms' },
      balancer: { policy },
      servers: { s1: { workers: 2, queue: 8 }, s2: { workers: 2, queue: 8, speed: 0.2 }, s3: { workers: 2, queue: 8 } },
    },
  })
  if (reply.kind !== 'ran') throw new Error(JSON.stringify(reply))
  return reply
}

const turns = ran('round-robin')
const counting = ran('least-connections')

describe('two runs of one seed', () => {
  test('are laid side by side request by request: each that differs is counted and ringed, and no other', () => {
    const { alike, elsewhere, otherEnd, ringed } = differencesOf(turns.trace, counting.trace)!
    const { count, columns } = turns.trace.subjects
    expect(alike).toBe(count)
    const rows = [...Array(count).keys()]
    const other = counting.trace.subjects.columns
    const moved = rows.filter((row) => columns.server![row] !== other.server![row])
    const ended = rows.filter((row) => columns.outcome![row] !== other.outcome![row])
    expect(moved.length).toBeGreaterThan(20)
    expect(ended.length).toBeGreaterThan(0)
    expect([elsewhere, otherEnd]).toEqual([moved.length, ended.length])
    expect(rows.filter((row) => ringed[row] === 1)).toEqual([...new Set([...moved, ...ended])].sort((a, b) => a - b))
  })

  test('differ by the same requests, from whichever side one looks', () => {
    const [first, second] = compareRuns([turns.trace, counting.trace])
    expect(first!.ringed).toEqual(second!.ringed)
  })

  test('of one policy do not differ', () => {
    const { elsewhere, otherEnd, ringed } = differencesOf(turns.trace, ran('round-robin').trace)!
    expect([elsewhere, otherEnd, Math.max(...ringed)]).toEqual([0, 0, 0])
  })

  test('of another load have nothing alike, so nothing is said to have moved', () => {
    expect(differencesOf(turns.trace, ran('round-robin', '60/s', 4).trace)).toMatchObject({ alike: 0, elsewhere: 0, otherEnd: 0 })
  })

  test('show their differences as rings on the picture', () => {
    const draw = (ringed?: Uint8Array) => renderToStaticMarkup(createElement(SpaceTimeStill, {
      trace: turns.trace, index: turns.index, window: { fromUs: 1_000_000, toUs: 1_400_000 }, nowUs: 1_200_000, words: timelineEn, locale: 'en', ringed,
    }))
    expect(draw()).not.toContain('data-rings')
    const drawn = Number(/data-rings="(\d+)"/.exec(draw(differencesOf(turns.trace, counting.trace)!.ringed))![1])
    expect(drawn).toBeGreaterThan(3)
  })
})
