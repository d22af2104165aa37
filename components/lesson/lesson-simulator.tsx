'use client'

import { lazy, Suspense, useId, useMemo, useState, type ReactNode } from 'react'
import { useFamily } from '@/components/families/registry.ts'
import { SimulationProvider, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import { encodeShared } from '@/components/simulation/share.ts'
import { createSimulation, VIEWS, type LoadedScenario, type Simulation } from '@/components/simulation/store.ts'
import { EventTable } from '@/components/table/event-table.tsx'
import { Transport } from '@/components/transport/transport.tsx'
import { handleKey } from '@/components/workbench/keys.ts'
import { LiveRegion } from '@/components/workbench/live-region.tsx'
import { LiveDiagram, LiveFigures, LiveStage, LiveStrip } from '@/components/workbench/live-run.tsx'
import { ProblemNotice } from '@/components/workbench/problem-notice.tsx'
import { sharedOf } from '@/components/workbench/shared-of.ts'
import { useWords, WordsProvider, type Words } from '@/components/workbench/words.tsx'
import { formatWith } from '@/lib/i18n.ts'
import { followReader } from './follow-reader.ts'
import { useLesson, useReader } from './reader-context.tsx'
import type { Plan, Reader, ReaderState } from './reader.ts'
import { wantedBy } from './wanted.ts'

export interface LessonSimulatorProps extends OpenedLesson {
  readonly plan: Plan
  /** The page of its simulator. */
  readonly page: string
  readonly words: Words
  readonly still: ReactNode
}

export interface OpenedLesson {
  readonly simulation: Simulation
  close(): void
}

/** Begins with what the reader's place asks for, and starts the first run. */
export function openLessonSimulator(plan: Plan, scenario: LoadedScenario, reader: Reader): OpenedLesson {
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches
  const first = wantedBy(plan, reader.store.getState())?.sight
  const simulation = createSimulation(scenario, {
    inputs: { overrides: first?.overrides ?? {}, seed: first?.seed ?? scenario.seed }, ...(first === undefined ? {} : { atUs: first.atUs }), reducedMotion,
  })
  const stop = followReader(simulation, scenario, plan, reader)
  simulation.store.getState().run()
  reader.appear(plan.n)
  return {
    simulation,
    close() {
      stop()
      simulation.dispose()
    },
  }
}

/** The simulator beside the steps: it shows what the current step asks for until a hand takes it. */
export function LessonSimulator({ plan, page, words, still, simulation }: LessonSimulatorProps) {
  return (
    <WordsProvider words={words}>
      <SimulationProvider simulation={simulation}>
        <Panel plan={plan} page={page} still={still} />
      </SimulationProvider>
    </WordsProvider>
  )
}

const CodePanel = lazy(() => import('@/components/code/code-panel.tsx').then((module) => ({ default: module.CodePanel })))
const SHOWN = VIEWS.filter((view) => view !== 'compare')

function Panel({ plan, page, still }: { plan: Plan; page: string; still: ReactNode }) {
  const { reader, words: lessonWords } = useLesson()
  const words = useWords()
  const { hasCode } = useFamily()
  const { locale, simulation: text } = words
  const simulation = useSimulationParts()
  const { store } = simulation
  const wanted = useReader((state) => JSON.stringify(wantedBy(plan, state)?.armedFromUs ?? null))
  const armedFromUs = JSON.parse(wanted) as number | null
  const asked = useReader((state) => askedOf(plan, state)?.id ?? '')
  const step = useReader((state) => state.current[plan.n] ?? '')
  const isTouched = useReader((state) => state.touched[plan.n] === true)
  const view = useSimulation((state) => state.view)
  const seed = useSimulation((state) => state.seed)
  const title = useSimulation((state) => state.scenario.title[locale])
  const hasRun = useSimulation((state) => state.trace !== null)
  const titleId = useId()
  const isArmed = armedFromUs !== null
  const shown = isArmed ? 'stage' : view
  // On a phone there is room for one of the two: the diagram, or the machines.
  const [stageTab, setOnStage] = useState(false)
  const isOnStage = stageTab && shown === 'stage'
  const touch = () => reader.touch(plan.n)
  // Who answers a question on the stage has not taken the simulator in hand.
  const isAnswer = (target: EventTarget) => target instanceof Element && target.closest('[data-lane][aria-pressed]') !== null
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Tab' || event.key === '[' || event.key === ']') return
    const nothing = () => {}
    const isMeant = handleKey(event.nativeEvent, simulation, { breakIt: nothing, copyLink: nothing, showKeys: nothing, leave: () => document.querySelector<HTMLElement>(`[data-step="${reader.store.getState().current[plan.n] ?? ''}"]`)?.focus() })
    if (isMeant) event.preventDefault()
    if (isMeant && event.key !== 'Escape') touch()
  }
  return (
    <section aria-labelledby={titleId} tabIndex={-1} onKeyDown={onKeyDown} className="flex h-full flex-col bg-sheet leading-normal outline-none" data-lesson-simulator="" data-armed={isArmed ? '' : undefined}>
      <LiveRegion />
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-3 border-b border-line px-4 text-14 leading-tight max-wide:min-h-10 max-wide:px-3">
        <h2 id={titleId} className="text-15 font-bold">{title}</h2>
        <span className="font-mono text-13 text-ink-2 max-wide:hidden">{formatWith(locale, text.head.seed, { seed: String(seed) })}</span>
        {isTouched ? <button type="button" className="link cursor-pointer py-1 text-15" onClick={() => reader.giveBack(plan.n)}>{lessonWords.back}</button> : <OpenInFull page={page} />}
        <div role="tablist" aria-label={text.head.views} className="ml-auto flex items-center gap-1">
          {SHOWN.filter((one) => hasCode || one !== 'code').map((one) => (
            <button
              key={one} type="button" role="tab" aria-selected={shown === one && !(one === 'stage' && isOnStage)} disabled={isArmed && one !== 'stage'}
              className={`h-8 cursor-pointer rounded-control border px-2.5 font-semibold disabled:cursor-default disabled:text-ink-3 max-wide:h-10 max-wide:px-1.5 pointer-coarse:h-11 ${shown === one ? `border-edge bg-sheet text-ink ${isOnStage ? 'max-wide:border-transparent max-wide:text-ink-2' : ''}` : 'border-transparent text-ink-2 hover:text-ink'}`}
              onClick={() => {
                setOnStage(false)
                if (shown === one) return
                touch()
                store.getState().setView(one)
              }}
            >
              {one === 'stage' ? <><span className="max-wide:hidden">{text.head.stage}</span><span className="wide:hidden">{text.tabs.time}</span></> : text.head[one]}
            </button>
          ))}
          <button
            type="button" role="tab" aria-selected={isOnStage} className={`h-10 cursor-pointer rounded-control border px-1.5 font-semibold pointer-coarse:h-11 wide:hidden ${isOnStage ? 'border-edge bg-sheet text-ink' : 'border-transparent text-ink-2'}`}
            onClick={() => {
              setOnStage(true)
              store.getState().setView('stage')
            }}
          >
            {text.tabs.stage}
          </button>
        </div>
      </div>
      <div className="lesson-run flex min-h-0 flex-1 flex-col" data-fade={plan.steps.findIndex(({ id }) => id === step) % 2} onPointerDownCapture={(event) => isAnswer(event.target) || touch()} onWheelCapture={(event) => (event.ctrlKey || event.metaKey) && touch()}>
        <ProblemNotice link="" />
        {!hasRun ? still : shown === 'table' ? (
          <div className="grid min-h-0 flex-1"><EventTable id={`${titleId}-table`} /></div>
        ) : (
          <>
            {shown === 'code' ? (
              <div className="flex h-80 flex-none border-b border-line max-wide:h-full"><Suspense><CodePanel locale={locale} words={words.code} policies={text.policies} /></Suspense></div>
            ) : (
              <div className={`flex-none border-b border-line ${isOnStage ? 'max-wide:min-h-0 max-wide:flex-1 max-wide:overflow-y-auto' : 'max-wide:hidden'} wide:[@media(max-height:34rem)]:hidden`}>{asked === '' ? <LiveStage /> : <PickingStage plan={plan} question={asked} />}</div>
            )}
            <div className={`min-h-0 flex-1 ${shown === 'code' || isOnStage ? 'max-wide:hidden' : ''}`}><LiveDiagram armedFromUs={armedFromUs} armedText={lessonWords.notRunYet} /></div>
          </>
        )}
        <div className="grid h-[46px] flex-none border-t border-line max-wide:h-[52px]"><Transport /></div>
        <div className="h-10 flex-none border-t border-line max-wide:hidden">{hasRun ? <LiveStrip armedFromUs={armedFromUs} /> : null}</div>
        <div className="flex-none border-t border-line max-wide:hidden max-desk:[@media(max-height:52rem)]:hidden [@media(max-height:34rem)]:hidden">{isArmed ? <HiddenMetrics /> : <LiveFigures />}</div>
      </div>
    </section>
  )
}

/** The open question of the reader's step, where its answers are machines of the stage. */
function askedOf(plan: Plan, { current, answers, called }: ReaderState) {
  const question = plan.steps.find(({ id }) => id === current[plan.n])?.question ?? null
  return question === null || question.names.length === 0 || answers[question.id] !== undefined || called[plan.n] !== undefined ? null : question
}

function PickingStage({ plan, question }: { plan: Plan; question: string }) {
  const { reader, words } = useLesson()
  const trace = useSimulation((state) => state.trace)
  const picked = useReader((state) => state.picks[question] ?? -1)
  const lanes = useMemo(() => {
    const names = plan.steps.find((step) => step.question?.id === question)?.question?.names ?? []
    return names.map((name) => trace?.lanes.findIndex((lane) => lane.id === name) ?? -1)
  }, [plan, question, trace])
  const picking = useMemo(() => ({
    lanes, picked: lanes[picked] ?? -1, label: words.predict.axis, hint: words.predict.pickHint, onPick: (lane: number) => reader.pick(question, lanes.indexOf(lane)),
  }), [lanes, picked, words, reader, question])
  return <LiveStage picking={picking} />
}

/** The same run with all its controls. */
function OpenInFull({ page }: { page: string }) {
  const { words } = useLesson()
  const { store, clock } = useSimulationParts()
  return (
    <a
      href={page} className="link py-1 text-ink-2 max-wide:hidden"
      onClick={(event) => (event.currentTarget.href = `${page}#${encodeShared(sharedOf(store.getState(), clock.get()))}`)}
    >
      {words.verdict.openRun}
    </a>
  )
}

/** While the run is hidden its numbers are too. */
function HiddenMetrics() {
  const words = useWords()
  const { metrics } = words.simulation
  const { figureNames } = useFamily()
  return (
    <div role="group" aria-label={metrics.label} className="grid grid-cols-4 divide-x divide-line leading-tight max-desk:grid-cols-2">
      {figureNames(words).map((name) => (
        <div key={name} className="px-4 py-2.5">
          <p className="text-14 text-ink-2">{name}</p>
          <p className="figure mt-1 pb-5 text-28 leading-none">{metrics.none}</p>
        </div>
      ))}
    </div>
  )
}
