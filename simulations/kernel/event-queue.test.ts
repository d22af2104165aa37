import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cancelEvent, createEventQueue, handleOf, nextEventAt, NO_EVENT, pendingEvents, popEvent, pushEvent, type EventQueue } from './event-queue.ts'

/** The plain twin: a list that is sorted whenever something is taken out. */
interface Plain {
  pending: { at: number; order: number; a: number }[]
  order: number
}

type Step = { do: 'push'; in: number } | { do: 'pop' } | { do: 'cancel'; which: number }

const steps = (maxDelay: number) => fc.array(fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), in: fc.nat({ max: maxDelay }) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'pop' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }) },
), { minLength: 200, maxLength: 1500 })

function play(queue: EventQueue, script: readonly Step[]): void {
  const plain: Plain = { pending: [], order: 0 }
  const handles = new Map<number, number>()
  let now = 0
  for (const step of script) {
    if (step.do === 'push') {
      const id = plain.order++
      handles.set(id, handleOf(queue, pushEvent(queue, now + step.in, 1, id, -id)))
      plain.pending.push({ at: now + step.in, order: id, a: id })
    } else if (step.do === 'pop') {
      plain.pending.sort((x, y) => x.at - y.at || x.order - y.order)
      const expected = plain.pending.shift()
      expect(nextEventAt(queue)).toBe(expected?.at ?? Infinity)
      const slot = popEvent(queue, Infinity)
      expect(slot !== NO_EVENT).toBe(expected !== undefined)
      if (expected !== undefined) {
        expect([queue.time[slot], queue.a[slot], queue.b[slot]]).toEqual([expected.at, expected.a, expected.a === 0 ? 0 : -expected.a])
        now = expected.at
      }
    } else if (plain.order > 0) {
      const id = step.which % plain.order
      const pending = plain.pending.findIndex((event) => event.order === id)
      expect(cancelEvent(queue, handles.get(id)!)).toBe(pending >= 0)
      if (pending >= 0) plain.pending.splice(pending, 1)
    }
    expect(pendingEvents(queue)).toBe(plain.pending.length)
  }
}

describe('the event queue', () => {
  test.each([['many ties', 3], ['near', 1_000], ['far and wide', 100_000_000]] as const)('%s: leaves in the order of a sorted list, cancellations included', (_name, maxDelay) => {
    fc.assert(fc.property(steps(maxDelay), (script) => play(createEventQueue(), script as Step[])), { numRuns: 60 })
  })

  test('ten thousand pending events with two scales of delay leave in order', () => {
    const queue = createEventQueue()
    let state = 12345
    const next = (bound: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % bound
    for (let i = 0; i < 10_000; i++) pushEvent(queue, next(10) < 3 ? 5_000_000 + next(1000) : next(100_000), 0, i, 0)
    let last = -1
    let seen = 0
    for (let slot = popEvent(queue, Infinity); slot !== NO_EVENT; slot = popEvent(queue, Infinity)) {
      expect(queue.time[slot]!).toBeGreaterThanOrEqual(last)
      last = queue.time[slot]!
      if (seen < 50_000) pushEvent(queue, last + next(200_000), 0, seen, 0)
      seen++
    }
    expect(seen).toBe(60_000)
  })

  test('a handle is good for one event only, also when its slot is used again', () => {
    const queue = createEventQueue()
    const first = handleOf(queue, pushEvent(queue, 10, 0, 1, 0))
    expect(popEvent(queue, 10)).not.toBe(NO_EVENT)
    const second = handleOf(queue, pushEvent(queue, 20, 0, 2, 0))
    expect(cancelEvent(queue, first)).toBe(false)
    expect(cancelEvent(queue, second)).toBe(true)
    expect(cancelEvent(queue, second)).toBe(false)
    expect(cancelEvent(queue, 0)).toBe(false)
    expect(popEvent(queue, Infinity)).toBe(NO_EVENT)
  })

  test('nothing later than the limit leaves', () => {
    const queue = createEventQueue()
    pushEvent(queue, 11, 0, 0, 0)
    expect(popEvent(queue, 10)).toBe(NO_EVENT)
    expect(popEvent(queue, 11)).not.toBe(NO_EVENT)
  })
})
