/** The state of a simulator as a link. It stands in the fragment, so no server ever sees it. `read-shared.ts` reads it again. */

import type { RunInputs } from './run.ts'
import type { View } from './store.ts'

/** Changes when the same scenario and seed may give another run. */
export const ENGINE_VERSION = 1

export interface SharedState extends RunInputs {
  readonly scenario: string
  readonly engine: number
  readonly atUs: number
  readonly speed: number
  readonly view: View
}

export type SharedReading =
  | { readonly ok: true; readonly state: SharedState }
  | { readonly ok: false; readonly reason: 'too-long' | 'alphabet' | 'text' | 'json' | 'depth' | 'content'; readonly where: string }

export const PREFIX = 's='

/** The fragment for a state, without its "#". */
export function encodeShared(state: SharedState): string {
  const text = JSON.stringify({
    n: state.scenario,
    e: state.engine,
    r: state.seed,
    o: Object.keys(state.overrides).length === 0 ? undefined : state.overrides,
    i: state.interventions.length === 0 ? undefined : state.interventions.map(({ at, do: command }) => ({ at, do: command })),
    t: Math.round(state.atUs),
    x: state.speed,
    w: state.view === 'stage' ? undefined : state.view,
  })
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return PREFIX + btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Whether a fragment claims to be one of ours. */
export function isShared(fragment: string): boolean {
  return fragment.replace(/^#/, '').startsWith(PREFIX)
}
