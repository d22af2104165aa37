import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadScenarios } from '@/lib/scenarios.ts'
import { simulationEn } from '@/content/dictionaries/simulation.en.ts'
import { simulationKo } from '@/content/dictionaries/simulation.ko.ts'
import { readKnob } from '@/simulations/scenario/knob-values.ts'
import { labelKey } from './labels.ts'
import { fromStep, readTyped, scaleOf, STEPS, toStep, toText, type NumberKnob } from './scale.ts'

const fields = loadScenarios('load-balancing').flatMap((scenario) => scenario.knobs)
const scales = fields.flatMap((field) => {
  const value = readKnob(field.knob, field.value)
  return 'min' in field.knob && value.ok ? [{ path: field.path, knob: field.knob as NumberKnob, value: value.value as number }] : []
})

describe('every knob of every scenario', () => {
  test.each(scales)('$path: any step of its slider is a value its field takes', ({ knob, value }) => {
    const scale = scaleOf(knob, value)
    fc.assert(fc.property(fc.integer({ min: 0, max: STEPS }), (step) => {
      const turned = fromStep(scale, step)
      expect(readTyped(scale, toText(scale, turned))).toEqual({ ok: true, value: expect.closeTo(turned, 3) as number })
    }))
  })

  test.each(scales)('$path: the slider reaches the written value and goes on both ways', ({ knob, value }) => {
    const scale = scaleOf(knob, value)
    expect(fromStep(scale, 0)).toBeLessThanOrEqual(value)
    expect(fromStep(scale, STEPS)).toBeGreaterThan(value)
    for (let step = 1; step <= STEPS; step++) expect(fromStep(scale, step)).toBeGreaterThanOrEqual(fromStep(scale, step - 1))
    expect(toStep(scale, fromStep(scale, 0))).toBeLessThan(STEPS / 100)
  })

  test.each(fields)('$path has a label in both languages', ({ path }) => {
    const key = labelKey(path)
    expect(simulationEn.knobs.labels).toHaveProperty([key])
    expect(simulationKo.knobs.labels).toHaveProperty([key])
  })
})

describe('what is typed', () => {
  const scale = scaleOf({ kind: 'count', min: 1, max: 256, scale: 'log' }, 4)
  test.each([['', 'not-number'], ['four', 'not-number'], ['1e3', 'not-number'], ['2.5', 'not-whole'], ['0', 'out-of-range'], ['257', 'out-of-range'], ['-1', 'out-of-range']])('"%s" is refused: %s', (typed, problem) => {
    expect(readTyped(scale, typed)).toEqual({ ok: false, problem })
  })
  test('a comma is a decimal point, and a duration keeps its µs', () => {
    expect(readTyped(scaleOf({ kind: 'duration', min: 0, max: 10_000_000, scale: 'linear' }, 250_000), '2,5')).toEqual({ ok: true, value: 2_500 })
  })
})
