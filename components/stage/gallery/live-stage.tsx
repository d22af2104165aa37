'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
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

/** The stage as a simulator shows it, alone. It is made in the browser: a run needs a worker. */
export function LiveStage(props: LiveStageProps) {
  const isInBrowser = useSyncExternalStore(noChanges, () => true, () => false)
  return <div className="mt-6 min-h-80 border border-line bg-sheet">{isInBrowser && <Started {...props} />}</div>
}

function Started(props: LiveStageProps) {
  const [simulation] = useState(() => createSimulation(props.scenario, { reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches }))
  useEffect(() => simulation.store.getState().run(), [simulation])
  return <Running simulation={simulation} {...props} />
}

function noChanges(): () => void {
  return () => {}
}

function Running({ simulation, words, locale, playWord, pauseWord, mostMarks }: LiveStageProps & { simulation: Simulation }) {
  const { store, clock } = simulation
  // The store also moves with the diagram's window, many times a second; the stage does not care.
  const trace = useStore(store, (state) => state.trace)
  const index = useStore(store, (state) => state.index)
  const isPlaying = useStore(store, (state) => state.playing)
  const selectedLane = useStore(store, (state) => state.selectedLane)
  const { select, intervene, play, pause } = store.getState()
  if (trace === null || index === null) return null
  return (
    <>
      <Stage
        trace={trace} index={index} clock={clock} words={words} locale={locale} isPlaying={isPlaying}
        selectedLane={selectedLane} onSelect={select} onCommand={intervene} {...(mostMarks === undefined ? {} : { mostMarks })}
      />
      <div className="border-t border-line px-3 py-2 wide:px-5">
        <button type="button" className="button text-14" onClick={() => (isPlaying ? pause() : play())}>
          {isPlaying ? pauseWord : playWord}
        </button>
      </div>
    </>
  )
}
