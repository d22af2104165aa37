import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileSpec } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import { eventsOf, recordedText, RECORDINGS } from '@/simulations/components/arrival-bench/recordings.ts'
import { replayArrivals, VERDICTS } from '@/simulations/components/arrival-bench/replay.ts'
import { readArrivals } from '@/simulations/scenario/arrival-text.ts'
import { readSoundLimiter } from '@/simulations/scenario/bench-opening.ts'

interface RecordedCase {
  readonly id: string
  readonly rate: string
  readonly burst: number
  readonly nodelay: boolean
  readonly events: readonly { readonly t: number; readonly key: string; readonly result: string; readonly observedMs: number }[]
}

const file = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'traces', 'nginx', 'limit_req.json'), 'utf8')) as { readonly system: { readonly name: string; readonly version: string }; readonly cases: readonly RecordedCase[] }
const RESULTS = { PASSED: 'admitted', DELAYED: 'delayed', REJECTED: 'rejected' } as Readonly<Record<string, string>>

test.each(RECORDINGS)('$name is the recording, event by event, and ours decides as nginx did', (recording) => {
  const recorded = file.cases.find(({ id }) => id === recording.recordedCase)!
  expect(recording.server).toBe(`${file.system.name} ${file.system.version}`)
  const hasKeys = new Set(recorded.events.map(({ key }) => key)).size > 1
  expect(eventsOf(recording).map(({ atMs, verdict, observedMs, key }) => [atMs, VERDICTS[verdict], verdict === 1 ? observedMs : null, key])).toEqual(
    recorded.events.map(({ t, result, observedMs, key }) => [t, RESULTS[result], result === 'DELAYED' ? observedMs : null, hasKeys ? key : '']),
  )
  const right = readSoundLimiter(recording.right)
  expect(readSoundLimiter(recording.left).ok && right.ok).toBe(true)
  if (!right.ok) return
  expect([`${right.value.limit}r/s`, right.value.burst, right.value.wait === 'nodelay']).toEqual([recorded.rate, recorded.burst, recorded.nodelay])
  const reading = readArrivals(recordedText(recording), 'ms')
  if (!reading.ok) throw new Error('unread')
  const replay = replayArrivals(reading.text.arrivals, compileSpec(right.value), null)
  expect([...replay.verdict]).toEqual(eventsOf(recording).map(({ verdict }) => verdict))
})
