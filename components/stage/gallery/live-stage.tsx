'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { createSimulation, type LoadedScenario, type Simulation } from '@/components/simulation/store.ts'
import type { Locale } from '@/lib/locales.ts'
import type { StageWords } from '../describe-lane.ts'
import { Stage } from '../stage.tsx'

interface LiveStageProps {
  readonly scenario: LoadedScenario
  readonly words: StageWords
  readonly locale: Locale
  readonly playWord: string
  readonly pauseWord: string
  readonly mostMarks?: number
}

/** The stage as a simulator shows it, alone. */
export function LiveStage(props: LiveStageProps) {
  const [simulation, setSimulation] = useState<Simulation | null>(null)
  useEffect(() => {
    const created = createSimulation(props.scenario, { reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches })
    created.store.getState().run()
    setSimulation(created)
    return () => created.dispose()
  }, [props.scenario])
  return <div className="mt-6 min-h-80 border border-line bg-sheet">{simulation !== null && <Running simulation={simulation} {...props} />}</div>
}

function Running({ simulation, words, locale, playWord, pauseWord, mostMarks }: LiveStageProps & { simulation: Simulation }) {
  const { store, clock } = simulation
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState)
  if (state.trace === null || state.index === null) return null
  return (
    <>
      <Stage
        trace={state.trace} index={state.index} clock={clock} words={words} locale={locale} isPlaying={state.playing}
        selectedLane={state.selectedLane} onSelect={state.select} onCommand={state.intervene} {...(mostMarks === undefined ? {} : { mostMarks })}
      />
      <div className="border-t border-line px-3 py-2 wide:px-5">
        <button type="button" className="button text-14" onClick={() => (state.playing ? state.pause() : state.play())}>
          {state.playing ? pauseWord : playWord}
        </button>
      </div>
    </>
  )
}
