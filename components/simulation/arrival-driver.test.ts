import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DEFAULT_SPEC } from '@/simulations/scenario/limiter-text.ts'
import { createArrivalDriver, type ArrivalWorkerLike } from './arrival-driver.ts'
import { runArrivals, type ArrivalRequest } from './arrival-run.ts'
import type { ArrivalWorkerRequest } from './arrival-worker.ts'

const request = (text: string): ArrivalRequest => ({ text, unit: 'ms', specs: [DEFAULT_SPEC, DEFAULT_SPEC], key: null })

/** A worker that answers when it is told to. */
class Slow implements ArrivalWorkerLike {
  static all: Slow[] = []
  onmessage: ArrivalWorkerLike['onmessage'] = null
  onerror: ArrivalWorkerLike['onerror'] = null
  readonly asked: ArrivalWorkerRequest[] = []
  isEnded = false
  constructor() {
    Slow.all.push(this)
  }
  postMessage(message: ArrivalWorkerRequest): void {
    this.asked.push(message)
  }
  terminate(): void {
    this.isEnded = true
  }
  answer(): void {
    const { id, text, unit, specs, key } = this.asked.at(-1)!
    this.onmessage?.({ data: { id, kind: 'done', reply: runArrivals({ text: text ?? '', unit, specs, key }) } } as MessageEvent)
  }
}

beforeEach(() => {
  Slow.all = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

test('the newest request wins: who waits behind a running one is replaced, the running one is answered as overtaken', async () => {
  const driver = createArrivalDriver(() => new Slow())
  const replies = [driver.run(request('1'), () => {}), driver.run(request('2'), () => {}), driver.run(request('1\n3'), () => {})]
  expect((await replies[1]!).kind).toBe('superseded')
  Slow.all[0]!.answer()
  expect((await replies[0]!).kind).toBe('superseded')
  Slow.all[0]!.answer()
  const last = await replies[2]!
  expect(last.kind === 'ran' && last.run.text.arrivals.count).toBe(2)
})

test('a text that the worker has is not sent again', async () => {
  const driver = createArrivalDriver(() => new Slow())
  const first = driver.run(request('1'), () => {})
  Slow.all[0]!.answer()
  await first
  const second = driver.run(request('1'), () => {})
  Slow.all[0]!.answer()
  await second
  expect(Slow.all[0]!.asked.map(({ text }) => text)).toEqual(['1', null])
})

test('a worker busy with what nobody wants any more is ended, and the next one is given the text', async () => {
  const driver = createArrivalDriver(() => new Slow())
  const old = driver.run(request('1'), () => {})
  const wanted = driver.run(request('2'), () => {})
  vi.advanceTimersByTime(500)
  expect((await old).kind).toBe('superseded')
  expect([Slow.all[0]!.isEnded, Slow.all[1]!.asked[0]!.text]).toEqual([true, '2'])
  Slow.all[1]!.answer()
  expect((await wanted).kind).toBe('ran')
})

test('what takes too long is ended and said', async () => {
  const driver = createArrivalDriver(() => new Slow(), 1_000)
  const reply = driver.run(request('1'), () => {})
  vi.advanceTimersByTime(1_001)
  expect((await reply).kind).toBe('too-slow')
  expect(Slow.all[0]!.isEnded).toBe(true)
})

test('where workers are blocked the page runs it itself', async () => {
  vi.useRealTimers()
  const driver = createArrivalDriver(() => {
    throw new Error('blocked')
  })
  const reply = await driver.run(request('1\n2'), () => {})
  expect(reply.kind === 'ran' && reply.run.text.arrivals.count).toBe(2)
})
