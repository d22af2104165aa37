'use client'

import { useSimulation } from '@/components/simulation/context.tsx'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import type { FamilyView } from './family-view.ts'

export type FamilyName = LoadedScenario['family']

/** The families whose code has arrived. A simulator is opened when its family is here (`loadFamily`). */
const loaded = new Map<FamilyName, FamilyView>()

export function keepFamily(name: FamilyName, view: FamilyView): void {
  loaded.set(name, view)
}

export function hasFamily(name: FamilyName): boolean {
  return loaded.has(name)
}

/** The family of the scenario of the simulator around it. */
export function useFamily(): FamilyView {
  const name = useSimulation((state) => state.scenario.family)
  const view = loaded.get(name)
  if (view === undefined) throw new Error(`The family ${name} was not loaded before its simulator was opened.`)
  return view
}
