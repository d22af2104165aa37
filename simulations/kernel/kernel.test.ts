import { describe, expect, test } from 'vitest'
import { drawDuration } from './distributions.ts'
import { InvariantError } from './invariant.ts'
import { cancel, createKernel, on, run, schedule, scheduleCancellable, stream } from './kernel.ts'
import { createLink, transmit } from './network.ts'
import { createRunner, hold, resume, start, type Process } from './process.ts'
import { createRng, nextUint32 } from './random.ts'

describe('the kernel', () => {
  test('events of one instant run in the order in which they were scheduled', () => {
    const kernel = createKernel(1)
    const seen: string[] = []
    const event = on(kernel, 'event', (a) => {
      seen.push(`${kernel.nowUs}:${a}`)
      if (a === 1) schedule(kernel, 0, event, 9)
    })
    schedule(kernel, 5, event, 1)
    schedule(kernel, 5, event, 2)
    schedule(kernel, 3, event, 3)
    run(kernel, Infinity)
    expect(seen).toEqual(['3:3', '5:1', '5:2', '5:9'])
  })

  test('nothing can be scheduled before now', () => {
    const kernel = createKernel(1)
    const event = on(kernel, 'event', () => schedule(kernel, -1, event))
    schedule(kernel, 1, event)
    expect(() => run(kernel, 10)).toThrow(InvariantError)
  })

  test('a run stops at its limit, and goes on from there', () => {
    const kernel = createKernel(1)
    let count = 0
    const tick = on(kernel, 'tick', () => {
      count++
      schedule(kernel, 10, tick)
    })
    schedule(kernel, 10, tick)
    expect(run(kernel, 100)).toEqual({ kind: 'completed', atUs: 100, events: 10 })
    expect(run(kernel, 105)).toEqual({ kind: 'completed', atUs: 105, events: 10 })
    run(kernel, 110)
    expect(count).toBe(11)
  })

  test('a run that would never end is ended by its budget, which says when', () => {
    const kernel = createKernel(1, { events: 1000, memoryBytes: 1e9 })
    const loop = on(kernel, 'loop', () => schedule(kernel, 0, loop))
    schedule(kernel, 7, loop)
    expect(run(kernel, Infinity)).toEqual({ kind: 'stopped', reason: 'event-budget', atUs: 7, events: 1000 })
  })

  test('a budget that is just enough does not stop a run', () => {
    const kernel = createKernel(1, { events: 3, memoryBytes: 1e9 })
    const event = on(kernel, 'event', () => undefined)
    for (const at of [1, 2, 3]) schedule(kernel, at, event)
    expect(run(kernel, 10).kind).toBe('completed')
  })

  test('a cancelled event does not happen', () => {
    const kernel = createKernel(1)
    let happened = false
    const event = on(kernel, 'event', () => { happened = true })
    expect(cancel(kernel, scheduleCancellable(kernel, 5, event))).toBe(true)
    run(kernel, 10)
    expect(happened).toBe(false)
  })

  test('streams of different names are independent of each other', () => {
    const kernel = createKernel(4)
    expect(nextUint32(stream(kernel, 'a'))).not.toBe(nextUint32(stream(kernel, 'b')))
  })
})

describe('a link', () => {
  const delay = { kind: 'uniform', minUs: 1_000, maxUs: 9_000 } as const
  const link = (ordered = false) => createLink(delay, createRng(1, 'delay'), createRng(1, 'faults'), ordered)

  test('without rules delays every message within its distribution, and loses none', () => {
    const one = link()
    for (let i = 0; i < 1000; i++) {
      const { dropped, delayUs, copyDelayUs } = transmit(one, i)
      expect([dropped, copyDelayUs]).toEqual([false, -1])
      expect(delayUs).toBeGreaterThanOrEqual(1_000)
      expect(delayUs).toBeLessThanOrEqual(9_000)
    }
  })

  test('rules do not change the delays that are drawn for messages that pass', () => {
    const plain = link()
    const faulty = link()
    faulty.rules = [{ kind: 'drop', share: 0.5 }]
    for (let i = 0; i < 200; i++) {
      const expected = transmit(plain, 0).delayUs
      const actual = transmit(faulty, 0)
      expect(actual.delayUs).toBe(actual.dropped ? Math.floor(expected / 2) : expected)
    }
  })

  test('rules apply in order: what is dropped is not slowed, what is slowed can be doubled', () => {
    const one = link()
    const raw = drawDuration(delay, createRng(1, 'delay'))
    one.rules = [{ kind: 'slow', factor: 10 }, { kind: 'duplicate', share: 1, afterUs: 5 }, { kind: 'drop', share: 0 }]
    const { delayUs, copyDelayUs, dropped } = transmit(one, 0)
    expect([delayUs, copyDelayUs, dropped]).toEqual([raw * 10, raw * 10 + 5, false])
    one.rules = [{ kind: 'drop', share: 1 }, { kind: 'duplicate', share: 1, afterUs: 5 }]
    expect(transmit(one, 0)).toMatchObject({ dropped: true, copyDelayUs: -1 })
  })

  test('on an ordered link no message overtakes another', () => {
    const one = link(true)
    let last = 0
    for (let now = 0; now < 100_000; now += 100) {
      const arrival = now + transmit(one, now).delayUs
      expect(arrival).toBeGreaterThanOrEqual(last)
      last = arrival
    }
  })
})

describe('a process', () => {
  test('waits, asks, and goes on with the answer', () => {
    const kernel = createKernel(1)
    const seen: string[] = []
    function* user(): Process<{ readonly do: 'ask'; readonly what: string }> {
      yield hold(10)
      const answer = yield { do: 'ask', what: 'price' } as const
      seen.push(`${kernel.nowUs} got ${String(answer)}`)
      yield hold(5)
      seen.push(`${kernel.nowUs} done`)
    }
    const answered = on(kernel, 'answered', (id) => resume(runner, id, 42))
    const runner = createRunner<{ readonly do: 'ask'; readonly what: string }>(kernel, 'user', (operation, id) => {
      expect(operation.what).toBe('price')
      schedule(kernel, 100, answered, id)
    })
    start(runner, user())
    run(kernel, 1000)
    expect(seen).toEqual(['110 got 42', '115 done'])
  })

  test('cannot be resumed twice for one yield', () => {
    const kernel = createKernel(1)
    const runner = createRunner<{ readonly do: 'ask' }>(kernel, 'user', () => undefined)
    const id = start(runner, (function* (): Process<{ readonly do: 'ask' }> { yield { do: 'ask' } })())
    resume(runner, id, 1)
    expect(() => resume(runner, id, 2)).toThrow(/I2/)
  })
})
