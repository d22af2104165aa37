import { ENGINE_VERSION, type SharedState } from '@/components/simulation/share.ts'
import type { SimulationState } from '@/components/simulation/store.ts'

/** What a link says of a simulator. */
export function sharedOf({ scenario, seed, overrides, interventions, speed, view }: SimulationState, atUs: number): SharedState {
  return { scenario: scenario.id, engine: ENGINE_VERSION, seed, overrides, interventions, atUs, speed, view }
}
