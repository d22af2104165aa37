import { describe, expect, test } from 'vitest'
import { readKnob, writeKnob } from './knob-values.ts'
import { knobAt, writeAt, writtenAt } from './knobs.ts'

describe('a path leads to the knob of its field', () => {
  test.each([
    ['balancer.policy', 'choice', undefined],
    ['balancer.tries', 'count', 2],
    ['balancer.checks.every', 'duration', undefined],
    ['clients.load.open.rate', 'rate', undefined],
    ['clients.load.open.arrivals', 'choice', 'poisson'],
    ['clients.load.closed.users', 'count', undefined],
    ['clients.keys.zipf', 'factor', 1],
    ['clients.timeout', 'duration', 0],
    ['servers.s1.speed', 'factor', 1],
    ['servers.anything.backup', 'switch', false],
    ['servers.s1.slow-start', 'duration', 0],
  ])('%s', (path, kind, fallback) => {
    expect(knobAt(path)).toMatchObject({ knob: { kind }, fallback })
  })

  test.each(['', 'nothing', 'balancer', 'balancer.policy.more', 'servers', 'servers.s1', 'title.en', '__proto__', 'servers.s1.__proto__', 'constructor'])(
    'and "%s" leads to none',
    (path) => {
      expect(knobAt(path)).toBeNull()
    },
  )
})

describe('what a knob writes, its field reads back', () => {
  test.each([
    ['clients.timeout', 2_000_000, '2 s'],
    ['clients.timeout', 1_500, '1500 us'],
    ['clients.load.open.rate', 87.5, '87.5/s'],
    ['servers.s1.weight', 5, 5],
    ['servers.s1.speed', 0.25, 0.25],
    ['balancer.policy', 'least-connections', 'least-connections'],
    ['servers.s1.backup', true, true],
  ])('%s = %s', (path, value, written) => {
    const { knob } = knobAt(path)!
    expect(writeKnob(knob, value)).toBe(written)
    expect(readKnob(knob, written)).toEqual({ ok: true, value })
  })
})

describe('a value is written only where the document has a place for it', () => {
  test('a missing leaf is added, a missing branch is not', () => {
    const document = { servers: { s1: {} }, clients: { load: { open: { rate: '9/s' } } } }
    expect(writeAt(document, 'servers.s1.weight', 3)).toBe(true)
    expect(writtenAt(document, 'servers.s1.weight')).toBe(3)
    expect(writeAt(document, 'servers.s2.weight', 3)).toBe(false)
    expect(writeAt(document, 'clients.load.closed.users', 3)).toBe(false)
    expect(document).toEqual({ servers: { s1: { weight: 3 } }, clients: { load: { open: { rate: '9/s' } } } })
  })

  test('a path through a prototype writes nothing', () => {
    for (const path of ['__proto__.polluted', 'servers.__proto__.polluted', 'constructor.prototype.polluted', 'servers.__proto__']) {
      expect(writeAt({ servers: {} }, path, 1)).toBe(false)
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
