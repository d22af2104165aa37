'use client'

import { useSimulation } from '@/components/simulation/context.tsx'
import { VERBOSITIES, type Verbosity } from '@/components/simulation/store.ts'
import { control } from '@/components/ui/control.ts'
import { useWords } from './words.tsx'

/** How much is spoken, and whether things move. */
export function SpokenSettings() {
  const { outline } = useWords().simulation
  const verbosity = useSimulation((state) => state.verbosity)
  const reducedMotion = useSimulation((state) => state.reducedMotion)
  const { setVerbosity, setReducedMotion } = useSimulation((state) => state)
  return (
    <div className="space-y-2.5 border-t border-line pt-4 text-14">
      <label className="flex items-center justify-between gap-3">
        <span className="text-ink-2">{outline.verbosity}</span>
        <select value={verbosity} onChange={(event) => setVerbosity(event.target.value as Verbosity)} className={`${control} px-1.5 font-normal`}>
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
