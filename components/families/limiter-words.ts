/** The words of a limiter, put among those of the simulator, the stage and the diagram: only where a scenario has one. */

import type { limiterEn } from '@/content/dictionaries/limiter.en.ts'
import type { limiterKo } from '@/content/dictionaries/limiter.ko.ts'
import type { Dictionary } from '@/lib/dictionary.ts'
import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'

export type LimiterWords = typeof limiterEn | typeof limiterKo

export function hasLimiter(scenarios: readonly LoadedScenario[]): boolean {
  return scenarios.some(({ ready: { config } }) => 'limiter' in config && config.limiter !== undefined)
}

/** What is looked up by name stands beside the other names; the rest is found by `limiterOf`. */
export function withLimiter(all: Dictionary): Dictionary {
  const { limiter, simulation, stage, timeline } = all
  const { knobs, done, narration } = simulation
  return {
    ...all,
    simulation: {
      ...simulation, limiter,
      knobs: { ...knobs, labels: { ...knobs.labels, ...limiter.knobs }, options: { ...knobs.options, ...limiter.options } },
      done: { ...done, commands: { ...done.commands, ...limiter.commands } },
      lanes: { ...simulation.lanes, ...limiter.lanes }, hops: { ...simulation.hops, ...limiter.hops },
      narration: { ...narration, events: { ...narration.events, ...limiter.events } },
    },
    stage: { ...stage, limiter },
    timeline: { ...timeline, limiter, lanes: { ...timeline.lanes, ...limiter.lanes }, notes: { ...timeline.notes, ...limiter.notes }, messages: { ...timeline.messages, ...limiter.messages } },
  } as unknown as Dictionary
}

/** The words of a limiter among others; null where there is none. */
export function limiterOf(words: object): LimiterWords | null {
  return (words as { readonly limiter?: LimiterWords }).limiter ?? null
}
