import { describe, expect, test } from 'vitest'
import type { Sight } from '@/lib/content/facts.ts'
import { clampTo, moveBy, placeOf, ticksOf, typedValue, valueAt } from './axis.ts'
import { moved, placeAt } from './order.ts'
import { describeVerdict, isClose, type AskedQuestion } from './question.ts'
import { createReader, type Plan } from './reader.ts'
import { wantedBy } from './wanted.ts'
import { currentStep } from './scroll-steps.ts'
import { lessonEn } from '@/content/dictionaries/lesson.en.ts'

const sight = (atUs: number, overrides: Sight['overrides'] = {}): Sight => ({ scenario: 'a/b', seed: 1, overrides, atUs, row: 3, focus: [], windowUs: null, view: 'stage' })
const plan: Plan = {
  n: 0,
  steps: [
    { id: 'first', title: '', sight: sight(1_000), question: null },
    { id: 'asked', title: '', sight: sight(2_000), question: { id: 'asked', sight: sight(9_000), names: [] } },
    { id: 'last', title: '', sight: sight(5_000), question: null },
  ],
}

describe('what a simulator shows follows from where the reader is', () => {
  test('the future of a run is blank until its prediction is made', () => {
    const reader = createReader('test')
    const wanted = () => wantedBy(plan, reader.store.getState())!
    expect(wanted()).toMatchObject({ armedFromUs: 1_000, sight: { atUs: 1_000 } })
    reader.enter(0, 'asked')
    expect(wanted()).toMatchObject({ armedFromUs: 2_000, sight: { atUs: 2_000 } })
    reader.answer(0, 'asked', 0.1, 'fairly')
    expect(wanted()).toMatchObject({ armedFromUs: null, sight: { atUs: 9_000 }, sweep: false })
    reader.enter(0, 'first')
    expect(wanted().armedFromUs).toBeNull()
  })

  test('with a simulator there, the run is shown before its evidence', () => {
    const reader = createReader('test')
    reader.appear(0)
    reader.enter(0, 'asked')
    reader.answer(0, 'asked', null, null)
    expect(wantedBy(plan, reader.store.getState())!.sweep).toBe(true)
    reader.finish('asked')
    expect(wantedBy(plan, reader.store.getState())!.sweep).toBe(false)
  })

  test('a run under other knobs hides nothing of this one', () => {
    const other: Plan = { n: 0, steps: [plan.steps[0]!, { ...plan.steps[1]!, question: { id: 'asked', sight: sight(9_000, { 'balancer.policy': 'random' }), names: [] } }] }
    expect(wantedBy(other, createReader('test').store.getState())!.armedFromUs).toBeNull()
  })

  test('a touch lasts until the next step', () => {
    const reader = createReader('test')
    reader.enter(0, 'first')
    reader.touch(0)
    reader.enter(0, 'first')
    expect(reader.store.getState().touched[0]).toBe(true)
    reader.enter(0, 'last')
    expect(reader.store.getState().touched[0]).toBe(false)
  })
})

describe('a step begins at the trigger line, and a trembling finger changes nothing', () => {
  test.each([
    [[0, 500, 900], -1, 0],
    [[-400, 420, 900], 0, 0], // on the line, not past it
    [[-400, 380, 900], 0, 1],
    [[-400, 440, 900], 1, 1], // come back a little: still current
    [[-400, 480, 900], 1, 0],
    [[-2000, -900, -100], 1, 2],
  ])('tops %j, before %i: step %i', (tops, before, expected) => {
    expect(currentStep(tops, 1000, 0.42, before)).toBe(expected)
  })
})

describe('an axis', () => {
  const linear = { from: 0, to: 0.5, unit: 'share', scale: 'linear' } as const
  const log = { from: 10_000, to: 10_000_000, unit: 'duration', scale: 'log' } as const
  test('gives back the place of every value it offers', () => {
    for (const axis of [linear, log]) {
      for (let place = 0; place <= 1; place += 0.01) {
        const value = valueAt(axis, place)
        expect(Math.abs(placeOf(axis, value) - place)).toBeLessThan(0.02)
        expect(value).toBe(clampTo(axis, value))
      }
    }
  })
  test('moves by keys to its end and no further', () => {
    for (const axis of [linear, log]) {
      let value: number = axis.from
      for (let press = 0; press < 400; press++) {
        const next = moveBy(axis, value, 1)
        expect(next > value || next === axis.to).toBe(true)
        value = next
      }
      expect(value).toBe(axis.to)
    }
  })
  test('has a number at both ends of a linear axis and at each power of a logarithmic one', () => {
    expect(ticksOf(linear).filter(({ isMajor }) => isMajor).map(({ value }) => value)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    expect(ticksOf(log).filter(({ isMajor }) => isMajor).map(({ value }) => value)).toEqual([10_000, 100_000, 1_000_000, 10_000_000])
  })
  test('reads typed digits in the unit that it shows', () => {
    expect(typedValue(linear, '27')).toBe(0.27)
    expect(typedValue(linear, '99')).toBe(0.5)
    expect(typedValue({ ...log, to: 2_000_000 }, '300')).toBe(300_000)
    expect(typedValue(linear, '.')).toBeNull()
  })
})

describe('a verdict leads with numbers', () => {
  const question: AskedQuestion = {
    id: 'q', kind: 'axis', axis: { from: 0, to: 0.5, unit: 'share', scale: 'linear' }, closeBy: 0.05, unit: 'share', result: { value: 0.265, part: 53, of: 200 }, values: [], names: [], answer: [], labels: [],
  }
  test.each([
    [0.1, 'You said 10%. It was 53 of 200, 26.5%.', ''],
    [0.25, 'You said 25%. It was 53 of 200, 26.5%.', lessonEn.verdict.close],
    [null, 'It was 53 of 200, 26.5%.', ''],
  ])('%s', (value, lead, more) => {
    expect(describeVerdict(lessonEn, 'en', question, value)).toEqual({ lead, more })
  })
  test('an interval holds the result or not', () => {
    expect(describeVerdict(lessonEn, 'en', { ...question, kind: 'interval' }, [0.2, 0.3]).more).toBe(lessonEn.verdict.inside)
    expect(describeVerdict(lessonEn, 'en', { ...question, kind: 'interval' }, [0.3, 0.4]).more).toBe(lessonEn.verdict.outside)
  })
  test('close reaches to the edge of its band', () => {
    expect(isClose(0.215, 0.265, 0.05)).toBe(true)
    expect(isClose(0.214, 0.265, 0.05)).toBe(false)
  })
})

test('an option that takes a place moves the others aside and keeps their order', () => {
  expect(moved([], 2, 0, 3)).toEqual([2, 0, 1])
  expect(moved([], 0, 0, 3)).toEqual([0, 1, 2])
  expect(moved([2, 0, 1], 1, 0, 3)).toEqual([1, 2, 0])
  expect(moved([2, 0, 1], 2, 2, 3)).toEqual([0, 1, 2])
  expect([placeAt([10, 30], 5), placeAt([10, 30], 20), placeAt([10, 30], 99)]).toEqual([0, 1, 2])
})
