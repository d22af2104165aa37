/** The lane of a recording, when the text in the bench is one. */

import type { BenchRun } from '@/components/simulation/arrival-run.ts'
import { eventsOf, readSoundLimiter, recordedText, RECORDINGS, writeLimiter } from '@/components/simulation/arrival-tools.ts'
import type { Recording } from '@/simulations/components/arrival-bench/recordings.ts'
import type { RecordedLane } from './picture.tsx'
import type { BenchState } from './share-arrivals.ts'

export function recordingOf(text: string): Recording | undefined {
  return RECORDINGS.find((recording) => recordedText(recording) === text)
}

/** Compared with the limiter that is set as the server was, or else with one of the same algorithm. */
export function recordedLane(recording: Recording, run: BenchRun): RecordedLane | null {
  const events = eventsOf(recording)
  if (run.text.arrivals.count !== events.length) return null
  const written = run.specs.map((spec) => writeLimiter(spec))
  const algorithm = recording.right.split(' ')[0]
  const same = written.indexOf(recording.right)
  const side = same >= 0 ? same : written.findLastIndex((words) => words.split(' ')[0] === algorithm)
  const verdict = run.replays[side as 0 | 1]?.verdict
  const differing = verdict === undefined ? null : events.filter((event, i) => event.verdict !== verdict[i]).length
  return { server: recording.server, events, differing }
}

/** A recording with the limiters it is worth looking at with. */
export function stateOf(recording: Recording): BenchState {
  const [left, right] = [readSoundLimiter(recording.left), readSoundLimiter(recording.right)]
  if (!left.ok || !right.ok) throw new Error(`The limiters of ${recording.name} cannot be.`)
  return { text: recordedText(recording), unit: 'ms', specs: [left.value, right.value] }
}
