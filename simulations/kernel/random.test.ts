import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRng, nextFloat, nextInt, nextUint32 } from './random.ts'

describe('a random stream', () => {
  test('golden vector: the first draws of three seeds', () => {
    const first = (seed: number, name: string) => {
      const rng = createRng(seed, name)
      return Array.from({ length: 4 }, () => nextUint32(rng))
    }
    expect([first(0, ''), first(1, ''), first(42, 'clients/arrivals')]).toMatchInlineSnapshot(`
      [
        [
          3798745187,
          82876863,
          824838958,
          627801374,
        ],
        [
          3695486628,
          3033561389,
          2757646786,
          4078164900,
        ],
        [
          1075929299,
          1912821766,
          2127904820,
          2797332091,
        ],
      ]
    `)
  })

  test('depends on seed and name, and on nothing else', () => {
    fc.assert(fc.property(fc.maxSafeNat(), fc.string(), fc.nat({ max: 50 }), (seed, name, drawn) => {
      const other = createRng(seed, 'another')
      for (let i = 0; i < drawn; i++) nextUint32(other)
      expect(nextUint32(createRng(seed, name))).toBe(nextUint32(createRng(seed, name)))
    }))
  })

  test('seeds that differ only above 32 bits differ', () => {
    expect(nextUint32(createRng(5))).not.toBe(nextUint32(createRng(5 + 4294967296)))
  })

  test('sfc32 itself agrees with a plain transcription of PractRand', () => {
    const rng = new Int32Array([1, 2, 3, 1])
    const expected = plainSfc32(1, 2, 3, 1, 1000)
    expect(Array.from({ length: 1000 }, () => nextUint32(rng))).toEqual(expected)
  })

  test('floats are uniform: chi-square over 100 cells, bound for p = 0.0001', () => {
    const rng = createRng(9, 'uniform')
    const cells = new Array<number>(100).fill(0)
    for (let i = 0; i < 1_000_000; i++) cells[Math.floor(nextFloat(rng) * 100)]!++
    const chi = cells.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)
    expect(chi).toBeLessThan(158)
  })

  test('integers below a bound that is no power of two are equally likely', () => {
    const rng = createRng(3, 'integers')
    const cells = new Array<number>(7).fill(0)
    for (let i = 0; i < 700_000; i++) cells[nextInt(rng, 7)]!++
    const chi = cells.reduce((sum, n) => sum + (n - 100_000) ** 2 / 100_000, 0)
    expect(chi).toBeLessThan(28)
  })
})

/** sfc.h: tmp = a + b + counter++; a = b ^ (b >> 9); b = c + (c << 3); c = rotate(c, 21) + tmp; return tmp. */
function plainSfc32(a0: number, b0: number, c0: number, counter0: number, draws: number): number[] {
  let [a, b, c, counter] = [BigInt(a0), BigInt(b0), BigInt(c0), BigInt(counter0)]
  const mask = 0xffffffffn
  return Array.from({ length: draws }, () => {
    const tmp = (a + b + counter) & mask
    counter = (counter + 1n) & mask
    a = b ^ (b >> 9n)
    b = (c + (c << 3n)) & mask
    c = (((c << 21n) | (c >> 11n)) + tmp) & mask
    return Number(tmp)
  })
}
