import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exp, log, pow } from './math.ts'

/** Units in the last place between two finite floats of one sign. */
function ulps(a: number, b: number): number {
  const view = new BigInt64Array(new Float64Array([a, b]).buffer)
  const distance = view[0]! - view[1]!
  return Number(distance < 0n ? -distance : distance)
}

describe('exp and log', () => {
  test('lie within one unit in the last place of the engine (which is itself within one)', () => {
    fc.assert(fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(2)
    }), { numRuns: 5000 })
    fc.assert(fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      expect(ulps(Math.abs(log(x)), Math.abs(Math.log(x)))).toBeLessThanOrEqual(2)
    }), { numRuns: 5000 })
  })

  test('golden bits', () => {
    const bits = (x: number) => new BigUint64Array(new Float64Array([x]).buffer)[0]!.toString(16)
    expect([exp(1), exp(-3.5), exp(0.1), log(2), log(10), log(0.3), pow(2, 0.5), pow(10, -5)].map(bits)).toMatchInlineSnapshot(`
      [
        "4005bf0a8b14576a",
        "3f9eec1018e4ff66",
        "3ff1aec7b35a00d4",
        "3fe62e42fefa39ef",
        "40026bb1bbb55516",
        "bff34378fcbda721",
        "3ff6a09e667f3bcc",
        "3ee4f8b588e368e5",
      ]
    `)
  })

  test('edges', () => {
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(1000), exp(-1000)]).toEqual([1, 0, Infinity, Infinity, 0])
    expect([log(1), log(0), log(Infinity)]).toEqual([0, -Infinity, Infinity])
    expect(log(-1)).toBeNaN()
    expect(exp(NaN)).toBeNaN()
    expect(ulps(-log(5e-324), 744.4400719213812)).toBeLessThanOrEqual(1)
    expect(exp(-740) / 4.199558e-322).toBeCloseTo(1, 1)
  })
})
