/** Whether a run of the learner's reaches the goal of a task, by what is allowed. */

import { formatDuration } from '@/components/narration/durations.ts'
import type { SimulationState } from '@/components/simulation/store.ts'
import { testClaim } from '@/lib/content/evaluate.ts'
import { parseClaim } from '@/lib/content/expressions.ts'
import type { Task, Trial } from './reader.ts'

type Tried = Pick<SimulationState, 'finished' | 'shown' | 'scenario'>

export function tryTask(task: Task, { finished, shown, scenario }: Tried): Trial {
  const claim = parseClaim(task.goal)
  const { holds, value } = testClaim(claim, () => finished!)
  const text = write(value, claim.subject.unit)
  if (!holds) return { outcome: 'not-yet', value: text }
  const overrides = shown?.overrides ?? {}
  for (const [knob, wanted] of Object.entries(task.keep)) {
    if (overrides[knob] !== wanted) return { outcome: 'changed', knob, wanted: String(wanted) }
  }
  const scripted = new Set<unknown>(scenario.script)
  const done = (shown?.interventions ?? []).filter((one) => !scripted.has(one)).map((one) => one.do.kind as string)
  const forbidden = [...new Set(done.filter((kind) => task.without.includes(kind)))]
  if (forbidden.length > 0) return { outcome: 'forbidden', commands: forbidden }
  return { outcome: 'reached', value: text, seed: shown?.seed ?? 0 }
}

function write(value: number, unit: string): string {
  switch (unit) {
    case 'duration':
      return formatDuration(value)
    case 'share':
      return `${Math.round(value * 1_000) / 10}%`
    default:
      return String(Math.round(value * 100) / 100)
  }
}
