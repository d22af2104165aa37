'use client'

import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { rowAt } from '@/components/projection/lookup.ts'
import { SimulationProvider, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import { loadFamily } from '@/components/families/load.ts'
import { useFamily } from '@/components/families/registry.ts'
import { createDriver } from '@/components/simulation/driver.ts'
import type { FinishedRun } from '@/components/simulation/run.ts'
import { openingSpan, windowAround } from '@/components/simulation/opening.ts'
import { createSimulation, type Simulation } from '@/components/simulation/store.ts'
import { SpaceTime } from '@/components/timeline/space-time.tsx'
import { Transport } from '@/components/transport/transport.tsx'
import { handleKey } from '@/components/workbench/keys.ts'
import { useViewport } from '@/components/workbench/live-run.tsx'
import { useWords, WordsProvider } from '@/components/workbench/words.tsx'
import type { TogetherProps } from './compare-together.tsx'
import { compareRuns } from './differences.ts'
import { useLesson } from './reader-context.tsx'

interface Compared {
  readonly simulation: Simulation
  /** Every run but the first, which is the simulation's own. */
  readonly others: readonly FinishedRun[]
}

/** Two runs of one seed under each other: one clock, one window. What a hand does to one it does to both. */
export function LiveCompare({ runs, scenario, simulation: words, still }: TogetherProps & { readonly still: ReactNode }) {
  const { words: lessonWords } = useLesson()
  const [compared, setCompared] = useState<Compared | null>(null)

  useEffect(() => {
    const driver = createDriver()
    let isGone = false
    let opened: Simulation | null = null
    const requestOf = ({ sight }: (typeof runs)[number]) => ({ document: scenario.document, overrides: sight.overrides, seed: sight.seed, interventions: scenario.script })
    const open = async () => {
      await loadFamily(scenario.family)
      const others: FinishedRun[] = []
      for (const run of runs.slice(1)) {
        const reply = await driver.run(requestOf(run))
        if (isGone || reply.kind !== 'ran') return
        others.push(reply)
      }
      const { sight } = runs[0]!
      const simulation = createSimulation(scenario, {
        inputs: { overrides: sight.overrides, seed: sight.seed }, atUs: sight.atUs, reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      }, driver)
      opened = simulation
      const { store } = simulation
      const stop = store.subscribe(({ trace }) => {
        if (trace === null) return
        stop()
        queueMicrotask(() => {
          if (isGone) return
          store.getState().setWindow(windowAround(sight.atUs, sight.windowUs ?? openingSpan(trace), trace.endUs))
          setCompared({ simulation, others })
        })
      })
      store.getState().run()
    }
    void open()
    return () => {
      isGone = true
      if (opened === null) driver.dispose()
      else opened.dispose()
    }
  }, [runs, scenario])

  return (
    <>
      {compared === null ? still : (
        <WordsProvider words={words}>
          <SimulationProvider simulation={compared.simulation}><Together runs={runs} others={compared.others} /></SimulationProvider>
        </WordsProvider>
      )}
      <p className="sr-only" role="status">{compared === null ? lessonWords.compare.running : lessonWords.compare.live}</p>
    </>
  )
}

function Together({ runs, others }: Pick<TogetherProps, 'runs'> & Pick<Compared, 'others'>) {
  const words = useWords()
  const { locale, timeline } = words
  const family = useFamily()
  const simulation = useSimulationParts()
  const { clock, store } = simulation
  const viewport = useViewport()
  const first = useSimulation((state) => state.finished)
  const playing = useSimulation((state) => state.playing)
  const all = useMemo(() => [first, ...others].flatMap((run) => (run === null ? [] : [{ trace: run.trace, index: run.index, reader: family.diagram(words, run) ?? undefined }])), [first, others, family, words])
  const differences = useMemo(() => compareRuns(all.map((one) => one.trace)), [all])
  const onKeyDown = (event: React.KeyboardEvent) => {
    const nothing = () => {}
    if (handleKey(event.nativeEvent, simulation, { breakIt: nothing, copyLink: nothing, showKeys: nothing, leave: nothing })) event.preventDefault()
  }
  const seek = (us: number) => {
    const end = all[0]!.trace.endUs
    const at = Math.min(end, Math.max(0, us))
    store.getState().pause()
    clock.set(at, rowAt(all[0]!.trace, at))
  }
  return (
    <div onKeyDown={onKeyDown} data-compared="">
      {all.map((one, at) => (
        <figure key={runs[at]!.label} className="mt-3 border border-line bg-sheet">
          <figcaption className="border-b border-line px-3 py-1.5 text-14 font-semibold">{runs[at]!.label}</figcaption>
          <div className="h-72" role="group" aria-label={runs[at]!.label}>
            <SpaceTime trace={one.trace} index={one.index} reader={one.reader} ringed={differences[at]?.ringed} clock={clock} viewport={viewport} words={timeline} locale={locale} playing={playing} onSeek={seek} />
          </div>
        </figure>
      ))}
      <div className="grid h-[46px] border-x border-b border-line bg-sheet leading-normal max-wide:h-[52px]"><Transport /></div>
    </div>
  )
}
