import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDriver, type WorkerLike } from './driver.ts'
import type { RunRequest } from './run.ts'
import type { WorkerRequest } from './worker.ts'

const document = {
  id: 'tiny', family: 'traffic', title: { en: '', ko: '' }, question: { en: '', ko: '' }, seed: 1, duration: '500 ms',
  clients: { load: { open: { rate: '20/s' } }, requests: { page: { work: '10 ms' } } },
  links: { clients: '5 ms', servers: '2 ms' }, balancer: { policy: 'round-robin' }, servers: { s1: {} },
}
const request = (seed: number): RunRequest => ({ document, overrides: {}, seed, interventions: [] })

/** A worker that answers when the test says so. */
class FakeWorker implements WorkerLike {
  static all: FakeWorker[] = []
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  got: WorkerRequest[] = []
  isEnded = false
  constructor() {
    FakeWorker.all.push(this)
  }
  postMessage(message: WorkerRequest): void {
    this.got.push(message)
  }
  terminate(): void {
    this.isEnded = true
  }
  answer(at = this.got.length - 1): void {
    const { id, request: { seed } } = this.got[at]!
    this.onmessage?.({ data: { id, reply: { kind: 'impossible', problems: [{ path: [String(seed)], code: 'unreadable', values: {} }] }, crash: '' } } as MessageEvent)
  }
}

beforeEach(() => {
  FakeWorker.all = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const driverOf = () => createDriver(() => new FakeWorker())
const newest = () => FakeWorker.all.at(-1)!

describe('the driver', () => {
  test('the newest request wins: those it overtook are superseded, whatever order the worker answers in', async () => {
    const driver = driverOf()
    const replies = [1, 2, 3].map((seed) => driver.run(request(seed)))
    newest().answer()
    await expect(replies[0]).resolves.toEqual({ kind: 'superseded' })
    await expect(replies[1]).resolves.toEqual({ kind: 'superseded' })
    expect(newest().got.map((one) => one.request.seed)).toEqual([1, 3])
    newest().answer()
    await expect(replies[2]).resolves.toMatchObject({ kind: 'impossible', problems: [{ path: ['3'] }] })
  })

  test('a worker that is busy with what nobody wants any more is ended', async () => {
    const driver = driverOf()
    const old = driver.run(request(1))
    const first = newest()
    const wanted = driver.run(request(2))
    await vi.advanceTimersByTimeAsync(300)
    expect(first.isEnded).toBe(true)
    await expect(old).resolves.toEqual({ kind: 'superseded' })
    expect(newest().got[0]!.request.seed).toBe(2)
    newest().answer()
    await expect(wanted).resolves.toMatchObject({ kind: 'impossible' })
  })

  test('a run that takes ten seconds is ended and says so; the next one has a new worker', async () => {
    const driver = driverOf()
    const slow = driver.run(request(1))
    await vi.advanceTimersByTimeAsync(10_000)
    await expect(slow).resolves.toEqual({ kind: 'too-slow', limitMs: 10_000 })
    expect(newest().isEnded).toBe(true)
    const next = driver.run(request(2))
    expect(FakeWorker.all.length).toBe(2)
    newest().answer()
    await expect(next).resolves.toMatchObject({ kind: 'impossible' })
  })

  test('an answer that comes after its time changes nothing', async () => {
    const driver = driverOf()
    const slow = driver.run(request(1))
    const late = newest()
    await vi.advanceTimersByTimeAsync(10_000)
    await slow
    const next = driver.run(request(2))
    late.answer()
    newest().answer()
    await expect(next).resolves.toMatchObject({ problems: [{ path: ['2'] }] })
  })

  test('where workers are blocked the page runs it, and says which thread it was', async () => {
    vi.useRealTimers()
    const driver = createDriver(() => {
      throw new Error('blocked by policy')
    })
    await expect(driver.run(request(7))).resolves.toMatchObject({ kind: 'ran', thread: 'page', trace: { seed: 7 } })
  })

  test('a worker that fails before its first word is a blocked one', async () => {
    vi.useRealTimers()
    const driver = driverOf()
    const reply = driver.run(request(7))
    newest().onerror?.({ message: 'refused' } as ErrorEvent)
    await expect(reply).resolves.toMatchObject({ kind: 'ran', thread: 'page' })
  })

  test('warming up starts the worker that the first run then uses', async () => {
    const driver = driverOf()
    driver.warm()
    driver.warm()
    expect(FakeWorker.all.length).toBe(1)
    const reply = driver.run(request(1))
    expect(FakeWorker.all.length).toBe(1)
    newest().answer()
    await expect(reply).resolves.toMatchObject({ kind: 'impossible' })
  })

  test('a driver that is put away ends its worker and leaves nobody waiting', async () => {
    const driver = driverOf()
    const reply = driver.run(request(1))
    driver.dispose()
    await expect(reply).resolves.toEqual({ kind: 'superseded' })
    expect(newest().isEnded).toBe(true)
  })
})
