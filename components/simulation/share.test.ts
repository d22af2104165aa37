import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POLICIES } from '@/simulations/scenario/traffic-scenario.ts'
import { decodeShared } from './read-shared.ts'
import { encodeShared, isShared, type SharedState } from './share.ts'
import { VIEWS } from './views.ts'

const server = fc.constantFrom('s1', 's2', 'old-machine')
const command = fc.oneof(
  fc.record({ kind: fc.constantFrom('stop-server' as const, 'start-server' as const, 'drain-server' as const, 'ready-server' as const, 'cut-link' as const, 'heal-link' as const), server }),
  fc.record({ kind: fc.constant('slow-server' as const), server, factor: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant('slow-link' as const), server, factor: fc.integer({ min: 1, max: 1_000 }) }),
  fc.record({ kind: fc.constant('set-weight' as const), server, weight: fc.integer({ min: 0, max: 256 }) }),
  fc.record({ kind: fc.constant('set-policy' as const), policy: fc.constantFrom(...POLICIES) }),
  fc.record({ kind: fc.constant('set-rate' as const), factor: fc.integer({ min: 0, max: 10 }) }),
  fc.constant({ kind: 'add-server' as const }),
)
const state: fc.Arbitrary<SharedState> = fc.record({
  scenario: fc.constantFrom('load-balancing/one-slow-server', 'load-balancing/burst'),
  engine: fc.nat(1_000_000),
  seed: fc.integer({ min: 0, max: 4_294_967_295 }),
  overrides: fc.dictionary(
    fc.constantFrom('balancer.policy', 'clients.load.open.rate', 'servers.s1.speed', 'duration'),
    fc.oneof(fc.string({ maxLength: 40, unit: 'grapheme' }).filter((text) => text.length <= 40 && !text.includes('__proto__')), fc.integer(), fc.boolean()),
    { noNullPrototype: true },
  ),
  interventions: fc.array(fc.record({ at: fc.nat(600_000_000), do: command }), { maxLength: 12 }),
  atUs: fc.nat(600_000_000),
  speed: fc.constantFrom(0.1, 0.25, 1, 10),
  view: fc.constantFrom(...VIEWS),
}) as fc.Arbitrary<SharedState>

const typical: SharedState = {
  scenario: 'load-balancing/one-slow-server', engine: 1, seed: 4217, overrides: { 'balancer.policy': 'least-connections', 'clients.load.open.rate': '120/s' },
  interventions: [{ at: 3_345_000, do: { kind: 'stop-server', server: 's2' } }], atUs: 5_329_000, speed: 0.25, view: 'table',
}

const code = (text: string) => `s=${Buffer.from(text, 'utf8').toString('base64url')}`

describe('a link', () => {
  test('says what it was made from, again and again', () => {
    fc.assert(fc.property(state, (one) => {
      const link = encodeShared(one)
      const read = decodeShared(`#${link}`)
      expect(read).toEqual({ ok: true, state: one })
      if (read.ok) expect(encodeShared(read.state)).toBe(link)
    }), { numRuns: 2_000 })
  })

  test('of a usual state is short', () => {
    expect(encodeShared(typical).length).toBeLessThan(400)
  })

  test('from 10,000 damaged copies never throws, and is refused with a reason or means a checked state', () => {
    const link = encodeShared(typical)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=%+/ ☃'
    const damage = fc.record({ at: fc.nat(link.length), cut: fc.nat(6), letters: fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 6 }) })
    let refused = 0
    fc.assert(fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (all) => {
      let mutant = link
      for (const { at, cut, letters } of all) mutant = mutant.slice(0, 2 + at) + letters + mutant.slice(2 + at + cut)
      const read = decodeShared(mutant)
      if (!read.ok) refused++
      else expect(decodeShared(encodeShared(read.state)).ok).toBe(true)
    }), { numRuns: 10_000 })
    expect(refused).toBeGreaterThan(5_000)
  })

  test('from arbitrary text and arbitrary JSON never throws either', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => { decodeShared(text) }), { numRuns: 5_000 })
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => { expect(decodeShared(code(text)).ok).toBe(false) }), { numRuns: 5_000 })
  })
})

describe('a hostile link is refused', () => {
  const raw = { n: 'load-balancing/burst', e: 1, r: 1, t: 0 }
  test('and the plain one it was made from is not', () => {
    expect(decodeShared(code(JSON.stringify(raw))).ok).toBe(true)
  })

  test.each([
    ['too-long', `s=${'A'.repeat(16 * 1024 + 1)}`],
    ['alphabet', 's=%7B%7D'],
    ['alphabet', 's='],
    ['text', `s=${Buffer.from([0xff, 0xfe, 0xc3, 0x28]).toString('base64url')}`],
    ['json', code('{"n":')],
    ['depth', code('['.repeat(5_000))],
    ['content', code('null')],
    ['content', code(JSON.stringify({ ...raw, extra: 1 }))],
    ['content', code('{"n":"load-balancing/burst","e":1,"r":1,"t":0,"__proto__":{"polluted":1}}')],
    ['content', code('{"n":"load-balancing/burst","e":1,"r":1,"t":0,"o":{"__proto__":1}}')],
    ['content', code(JSON.stringify({ ...raw, o: { 'constructor.prototype.x': { deep: 1 } } }))],
    ['content', code(JSON.stringify({ ...raw, o: { 'balancer.policy': 'x'.repeat(41) } }))],
    ['content', code(JSON.stringify({ ...raw, r: 1.5 }))],
    ['content', code(JSON.stringify({ ...raw, r: -1 }))],
    ['content', code(JSON.stringify({ ...raw, t: 1e300 }))],
    ['content', code(JSON.stringify({ ...raw, x: 0 }))],
    ['content', code(JSON.stringify({ ...raw, w: 'javascript:alert(1)' }))],
    ['content', code(JSON.stringify({ ...raw, n: '../../etc/passwd' }))],
    ['content', code(JSON.stringify({ ...raw, i: [{ at: 1, do: { kind: 'set-policy', policy: 'toString' } }] }))],
    ['content', code(JSON.stringify({ ...raw, i: [{ at: 1, do: { kind: 'add-server', server: { workers: 1e9 } } }] }))],
    ['content', code(JSON.stringify({ ...raw, i: Array.from({ length: 201 }, () => ({ at: 1, do: { kind: 'add-server' } })) }))],
  ])('%s, case %#', (reason, link) => {
    expect(decodeShared(link)).toMatchObject({ ok: false, reason })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('and other fragments are none of ours', () => {
    expect(isShared('#s=abc')).toBe(true)
    for (const fragment of ['', '#', '#content', '#seed=4', 'x s=']) expect(isShared(fragment)).toBe(false)
  })
})
