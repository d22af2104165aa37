'use client'

import { useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import { SPEEDS, VERBOSITIES, type Verbosity } from '@/components/simulation/store.ts'
import { field } from '@/components/ui/control.ts'
import { useWords } from './words.tsx'

/** How much is spoken, and whether things move. */
export function SpokenSettings() {
  const { outline, transport } = useWords().simulation
  const speed = useSimulation((state) => state.speed)
  const verbosity = useSimulation((state) => state.verbosity)
  const reducedMotion = useSimulation((state) => state.reducedMotion)
  const { setVerbosity, setReducedMotion, setSpeed } = useSimulationParts().store.getState()
  return (
    <div className="space-y-2.5 border-t border-line pt-4 text-14">
      <label className="hidden items-center justify-between gap-3 max-wide:flex">
        <span className="text-ink-2">{transport.speed}</span>
        <select value={speed} onChange={(event) => setSpeed(Number(event.target.value))} className={`${field} px-1.5`}>
          {SPEEDS.map((one) => <option key={one} value={one}>{one}×</option>)}
        </select>
      </label>
      <label className="flex items-center justify-between gap-3">
        <span className="text-ink-2">{outline.verbosity}</span>
        <select value={verbosity} onChange={(event) => setVerbosity(event.target.value as Verbosity)} className={`${field} px-1.5`}>
          {VERBOSITIES.map((one) => <option key={one} value={one}>{outline[one]}</option>)}
        </select>
      </label>
      <label className="flex items-center justify-between gap-3">
        <span className="text-ink-2">{outline.motion}</span>
        <input type="checkbox" className="size-5 accent-ink" checked={reducedMotion} onChange={(event) => setReducedMotion(event.target.checked)} />
      </label>
    </div>
  )
}
