/**
 * What: the laws that every limiter keeps, as one suite run for each of them.
 * Why: a limiter that breaks one of these lets a client starve another, or sends it away for nothing. What a limiter does not
 * promise is listed with its reason; those reasons are the lesson's table of comparison.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision } from './decision.ts'
import { createLimiter, decide, forgetIdle, keysOf, release, type Limiter, type LimiterConfig } from './limiter.ts'

/** What a limiter does not promise, and why. */
export interface Exceptions {
  /** A request may cost more than 1. */
  readonly costs?: string
  /** A refusal names the first instant at which the same request gets through. */
  readonly retry?: string
  /** An answer says how many more would get through. */
  readonly remaining?: string
  /** The whole quota is back at `resetAtUs`. */
  readonly reset?: string
  /** A refused request leaves no trace. */
  readonly refusalIsFree?: string
  /** A clock that was behind for a while gives no quota back. */
  readonly clockBack?: string
  /** What lies idle long enough is forgotten. */
  readonly forgets?: string
}

/** What one key may get, at most, in any span of time. */
export type Envelope = (spanUs: number) => number

export interface LimiterUnderLaw {
  readonly name: string
  readonly config: LimiterConfig
  /** Of what goes on at the instant at which it goes on, in spans that are open at their start. Null: there is none. */
  readonly envelope: Envelope | null
  /** The finest step of its clock. */
  readonly stepUs: number
  readonly exceptions: Exceptions
}

export interface Ask {
  readonly afterUs: number
  readonly key: string
  readonly cost: number
}

const KEYS = ['ann', 'bob', 'eve']

/** Bursts, trickles and pauses around the scale of the limits under test. */
export function asksOf({ stepUs, exceptions }: LimiterUnderLaw): fc.Arbitrary<Ask[]> {
  const afterUs = fc.oneof(fc.constant(0), fc.constant(0), fc.nat(300_000), fc.nat(1_500_000), fc.constantFrom(stepUs, 100_000, 1_000_000, 3_000_000))
  const cost = exceptions.costs === undefined ? fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 4 })) : fc.constant(1)
  return fc.array(fc.record({ afterUs: afterUs.map((us) => us - (us % stepUs)), key: fc.constantFrom(...KEYS), cost }), { minLength: 1, maxLength: 80 })
}

export interface Answer extends Ask {
  readonly atUs: number
  readonly decision: Decision
}

export function play(limiter: Limiter, asks: readonly Ask[], fromUs = 0): Answer[] {
  let atUs = fromUs
  return asks.map((ask) => {
    atUs += ask.afterUs
    return { ...ask, atUs, decision: decide(limiter, ask.key, atUs, ask.cost) }
  })
}

/** Units of a key that went on in each span that ends with one of them; the widest breach of the envelope, or null. */
export function breachOf(answers: readonly Answer[], key: string, envelope: Envelope): string | null {
  const gone = answers
    .filter((answer) => answer.key === key && answer.decision.kind !== 'rejected')
    .map(({ atUs, cost, decision }) => ({ atUs: atUs + decision.delayUs, cost }))
  let worst: string | null = null
  let most = 0
  for (let last = 0; last < gone.length; last++) {
    let units = 0
    for (let first = last; first >= 0; first--) {
      units += gone[first]!.cost
      const spanUs = gone[last]!.atUs - gone[first]!.atUs
      if (units - envelope(spanUs) <= most) continue
      most = units - envelope(spanUs)
      worst = `${units} units in ${spanUs} us, at most ${envelope(spanUs)}`
    }
  }
  return worst
}

export function limiterLaws(under: LimiterUnderLaw): void {
  const { config, envelope, exceptions, stepUs } = under
  const isConcurrency = config.algorithm === 'concurrency-limit' || config.algorithm === 'nginx-limit-conn'
  const asks = asksOf(under)

  describe(`${under.name} keeps the laws of limiting`, () => {
    it('the same questions get the same answers, also from a structured clone', () => {
      fc.assert(
        fc.property(asks, fc.nat(40), (script, cloneAt) => {
          const limiter = createLimiter(config)
          const answers = play(limiter, script)
          let copy = createLimiter(config)
          let atUs = 0
          const others = script.map((ask, index) => {
            if (index === cloneAt) copy = structuredClone(copy)
            atUs += ask.afterUs
            return decide(copy, ask.key, atUs, ask.cost)
          })
          expect(others).toEqual(answers.map(({ decision }) => decision))
        }),
        { numRuns: 60 },
      )
    })

    it('keys are independent: without the others a key gets the same answers', () => {
      fc.assert(
        fc.property(asks, (script) => {
          const together = play(createLimiter(config), script).filter(({ key }) => key === 'ann')
          const alone = createLimiter(config)
          for (const { atUs, cost, decision } of together) expect(decide(alone, 'ann', atUs, cost)).toEqual(decision)
        }),
        { numRuns: 60 },
      )
    })

    it('answers are well formed: whole numbers, a delay exactly when delayed, no time in the past', () => {
      fc.assert(
        fc.property(asks, (script) => {
          for (const { atUs, decision } of play(createLimiter(config), script)) {
            const { kind, remaining, delayUs, retryAtUs, resetAtUs } = decision
            expect(Number.isInteger(remaining) && remaining >= 0).toBe(true)
            expect(delayUs > 0).toBe(kind === 'delayed')
            expect(Number.isInteger(delayUs)).toBe(true)
            if (kind === 'rejected') expect(retryAtUs === null || retryAtUs > atUs).toBe(true)
            else expect(retryAtUs).toBe(atUs)
            expect(resetAtUs === null || (Number.isInteger(resetAtUs) && resetAtUs >= atUs)).toBe(true)
          }
        }),
        { numRuns: 60 },
      )
    })

    if (envelope !== null) {
      it('its envelope holds in every window, wherever one lays it', () => {
        fc.assert(
          fc.property(asks, fc.nat(2_000_000), (script, fromUs) => {
            const answers = play(createLimiter(config), script, fromUs - (fromUs % stepUs))
            for (const key of KEYS) expect(breachOf(answers, key, envelope)).toBeNull()
          }),
          { numRuns: 300 },
        )
      })

      it('a clock that stands still admits the burst and no more', () => {
        const limiter = createLimiter(config)
        const gone = Array.from({ length: 500 }, () => decide(limiter, 'ann', 7_000_000)).filter(({ kind }) => kind !== 'rejected')
        const atOnce = gone.filter(({ kind }) => kind === 'admitted').length
        expect(atOnce).toBeLessThanOrEqual(envelope(0))
        expect(gone.length).toBeLessThan(100)
      })
    }

    law('who is refused gets through at the instant named, and not a step earlier', exceptions.retry, () => {
      fc.assert(
        fc.property(asks, fc.nat(1_000_000), (script, fromUs) => {
          const limiter = createLimiter(config)
          let atUs = fromUs - (fromUs % stepUs)
          for (const { afterUs, key, cost } of script) {
            atUs += afterUs
            const { kind, reason, retryAtUs } = decide(limiter, key, atUs, cost)
            if (kind !== 'rejected') continue
            if (retryAtUs === null) {
              expect(isConcurrency || reason === 'cost-above-capacity').toBe(true)
              continue
            }
            expect(decide(structuredClone(limiter), key, retryAtUs, cost).kind).not.toBe('rejected')
            if (retryAtUs - stepUs > atUs) expect(decide(structuredClone(limiter), key, retryAtUs - stepUs, cost).kind).toBe('rejected')
          }
        }),
        { numRuns: 100 },
      )
    })

    law('as many as are said to remain get through at once, and one more does not', exceptions.remaining, () => {
      fc.assert(
        fc.property(asks, (script) => {
          const limiter = createLimiter(config)
          const last = play(limiter, script).at(-1)!
          for (let left = last.decision.remaining; left > 0; left--) expect(decide(limiter, last.key, last.atUs).kind).not.toBe('rejected')
          expect(decide(limiter, last.key, last.atUs).kind).toBe('rejected')
        }),
        { numRuns: 100 },
      )
    })

    law('at the reset a key gets the answers of a new one', exceptions.reset, () => {
      fc.assert(
        fc.property(asks, (script) => {
          const limiter = createLimiter(config)
          const last = play(limiter, script).at(-1)!
          const atUs = last.decision.resetAtUs!
          const fresh = createLimiter(config)
          for (let i = 0; i < 12; i++) expect(decide(limiter, last.key, atUs).kind).toBe(decide(fresh, last.key, atUs).kind)
        }),
        { numRuns: 100 },
      )
    })

    law('a refused request leaves no trace', exceptions.refusalIsFree, () => {
      fc.assert(
        fc.property(asks, (script) => {
          const hammered = play(createLimiter(config), script)
          const patient = createLimiter(config)
          for (const { key, atUs, cost, decision } of hammered) {
            if (decision.kind !== 'rejected') expect(decide(patient, key, atUs, cost)).toEqual(decision)
          }
        }),
        { numRuns: 100 },
      )
    })

    law('a clock that was behind for a while gives no quota back: all that is admitted on the right clock keeps the envelope', exceptions.clockBack, () => {
      fc.assert(
        fc.property(asks, fc.nat(12), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 50_000_000 }), (mixed, jumpAt, wrongAsks, jumpUs) => {
          const script = mixed.map((ask) => ({ ...ask, key: 'ann', afterUs: ask.afterUs > 500_000 ? 0 : ask.afterUs }))
          const limiter = createLimiter(config)
          let trueUs = 60_000_000
          const answers: Answer[] = []
          for (const [index, ask] of script.entries()) {
            trueUs += ask.afterUs
            const isWrong = index >= jumpAt && index < jumpAt + wrongAsks
            const shownUs = isWrong ? trueUs - (jumpUs - (jumpUs % stepUs)) : trueUs
            const decision = decide(limiter, ask.key, shownUs, ask.cost)
            if (!isWrong) answers.push({ ...ask, atUs: trueUs, decision: { ...decision, delayUs: 0 } })
          }
          expect(breachOf(answers, 'ann', (spanUs) => envelope!(spanUs) + oneWhoNeedNotWait(config))).toBeNull()
        }),
        { numRuns: 300 },
      )
    })

    law('idle keys are forgotten, and forgetting changes no answer', exceptions.forgets, () => {
      fc.assert(
        fc.property(asks, fc.nat(80), (script, forgetAt) => {
          const limiter = createLimiter(config)
          const tidy = createLimiter(config)
          let atUs = 0
          for (const [index, { afterUs, key, cost }] of script.entries()) {
            atUs += afterUs
            if (index >= forgetAt) forgetIdle(tidy, atUs)
            expect(decide(tidy, key, atUs, cost).kind).toBe(decide(limiter, key, atUs, cost).kind)
          }
          expect(keysOf(tidy)).toBeLessThanOrEqual(KEYS.length)
          forgetIdle(tidy, atUs + 100_000_000)
          expect(keysOf(tidy)).toBe(0)
        }),
        { numRuns: 60 },
      )
    })

    if (isConcurrency) {
      it('never more are open than the limit, in any order of opening and closing', () => {
        const { limit } = config as { limit: number }
        fc.assert(
          fc.property(fc.array(fc.boolean(), { maxLength: 80 }), (opens) => {
            const limiter = createLimiter(config)
            let open = 0
            for (const isOpen of opens) {
              if (isOpen) {
                const isAdmitted = decide(limiter, 'ann', 0).kind === 'admitted'
                expect(isAdmitted).toBe(open < limit)
                if (isAdmitted) open++
              } else if (open > 0) {
                release(limiter, 'ann')
                open--
              }
            }
            expect(keysOf(limiter)).toBe(open > 0 ? 1 : 0)
          }),
        )
      })
    } else {
      it('giving back changes nothing: it limits how often, not how many at once', () => {
        const limiter = createLimiter(config)
        decide(limiter, 'ann', 0)
        const before = structuredClone(limiter.state)
        release(limiter, 'ann')
        expect(limiter.state).toEqual(before)
      })
    }
  })

  /** A law that is not promised is shown as skipped, with its reason. */
  function law(title: string, reason: string | undefined, run: () => void): void {
    if (reason === undefined) it(title, run)
    else it.skip(`${title} (not promised: ${reason})`, run)
  }
}

/** In a queue, `capacity` may wait, and one more is accepted who need not. */
function oneWhoNeedNotWait(config: LimiterConfig): number {
  return config.algorithm === 'leaky-bucket-queue' ? 1 : 0
}
