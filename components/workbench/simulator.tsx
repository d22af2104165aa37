'use client'

import { lazy, Suspense, useCallback, useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { loadFamily } from '@/components/families/load.ts'
import { useFamily } from '@/components/families/registry.ts'
import { KnobPanel } from '@/components/knobs/knob-panel.tsx'
import { SimulationProvider, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import type { Driver } from '@/components/simulation/driver.ts'
import { encodeShared, ENGINE_VERSION, isShared, type SharedState } from '@/components/simulation/share.ts'
import { createSimulation, inputsOf, type LoadedScenario, type Simulation } from '@/components/simulation/store.ts'
import { Transport } from '@/components/transport/transport.tsx'
import { formatWith } from '@/lib/i18n.ts'
import { DoneList } from './done-list.tsx'
import { Head } from './head.tsx'
import { KeyList } from './key-list.tsx'
import { handleKey } from './keys.ts'
import { LiveRegion } from './live-region.tsx'
import { LiveDiagram, LiveFigures, LiveStage, LiveStrip } from './live-run.tsx'
import { Outline } from './outline.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { sharedOf } from './shared-of.ts'
import { SpokenSettings } from './spoken-settings.tsx'
import { useWords, WordsProvider, type Words } from './words.tsx'

const EventTable = lazy(() => import('@/components/table/event-table.tsx').then((module) => ({ default: module.EventTable })))

/** A simulator that has been opened, and what is to be said about the link it was opened with. */
export interface OpenedSimulator {
  readonly simulation: Simulation
  readonly linkProblem: string
}

export interface SimulatorProps extends OpenedSimulator {
  readonly words: Words
  readonly scenarios: readonly LoadedScenario[]
  /** Stands where the run will be until it is there. */
  readonly still: ReactNode
}

/** Begins with what the address bar says, or with the first scenario and a sentence why not. Starts the first run. */
export async function openSimulator(words: Words, scenarios: readonly LoadedScenario[], driver: Driver): Promise<OpenedSimulator> {
  performance.mark('simulation:opened')
  const reading = await readLink(words, scenarios, location.hash)
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches
  const simulation = reading.state === null
    ? createSimulation(scenarios[0]!, { reducedMotion }, driver)
    : createSimulation(reading.scenario, { inputs: inputsOf(reading.state), atUs: reading.state.atUs, speed: reading.state.speed, view: reading.state.view, reducedMotion }, driver)
  simulation.store.getState().run()
  await loadFamily(simulation.store.getState().scenario.family)
  return { simulation, linkProblem: reading.problem }
}

/** A simulator over the whole page. */
export function Simulator({ words, scenarios, simulation, linkProblem, still }: SimulatorProps) {
  return (
    <WordsProvider words={words}>
      <SimulationProvider simulation={simulation}>
        <Workbench scenarios={scenarios} linkProblem={linkProblem} still={still} />
      </SimulationProvider>
    </WordsProvider>
  )
}

type LinkReading =
  | { readonly state: null; readonly problem: string }
  | { readonly state: SharedState; readonly scenario: LoadedScenario; readonly problem: string }

async function readLink({ locale, simulation }: Words, scenarios: readonly LoadedScenario[], fragment: string): Promise<LinkReading> {
  if (!isShared(fragment)) return { state: null, problem: '' }
  const { problems } = simulation
  const refuse = (reason: string): LinkReading => ({ state: null, problem: formatWith(locale, problems.link, { reason }) })
  const { decodeShared } = await import('@/components/simulation/read-shared.ts')
  const reading = decodeShared(fragment)
  if (!reading.ok) return refuse(formatWith(locale, problems.linkReasons[reading.reason], { where: reading.where }))
  const scenario = scenarios.find((one) => one.id === reading.state.scenario) ?? (await scenarioOfSite(reading.state.scenario, fragment))
  if (scenario === null) return refuse(problems.linkReasons.scenario)
  const isOther = reading.state.engine !== ENGINE_VERSION
  return { state: reading.state, scenario, problem: isOther ? formatWith(locale, problems.linkVersion, { theirs: reading.state.engine, ours: ENGINE_VERSION }) : '' }
}

/** One that this page does not offer. Where it belongs to another simulator, the browser goes there and nothing comes of this. */
async function scenarioOfSite(id: string, fragment: string): Promise<LoadedScenario | null> {
  const { fetchScenario } = await import('./linked-scenario.ts')
  const linked = await fetchScenario(id, location.pathname)
  if (linked.kind === 'elsewhere') {
    location.replace(`${linked.path}#${fragment.replace(/^#/, '')}`)
    return new Promise(() => {})
  }
  return linked.kind === 'here' ? linked.scenario : null
}

/** The code view's files come when somebody looks at them. */
const CodePanel = lazy(() => import('@/components/code/code-panel.tsx').then((module) => ({ default: module.CodePanel })))

const TABS = ['time', 'stage', 'code', 'knobs', 'table'] as const
type Tab = (typeof TABS)[number]

function Workbench({ scenarios, linkProblem, still }: { scenarios: readonly LoadedScenario[]; linkProblem: string; still: ReactNode }) {
  const words = useWords()
  const { simulation: text, locale } = words
  const simulation = useSimulationParts()
  const { store, clock } = simulation
  const view = useSimulation((state) => state.view)
  const scenario = useSimulation((state) => state.scenario)
  const hasRun = useSimulation((state) => state.trace !== null)
  const [tab, setTab] = useState<Tab>('time')
  const [isListingKeys, setListingKeys] = useState(false)
  const [toast, setToast] = useState('')
  const [link, setLink] = useState(linkProblem)
  const root = useRef<HTMLElement>(null)
  const end = useRef<HTMLParagraphElement>(null)
  const titleId = useId()
  const viewId = useId()
  const tableId = useId()

  const say = useCallback((sentence: string) => {
    setToast(sentence)
    setTimeout(() => setToast(''), 3_000)
  }, [])

  const copyLink = useCallback(() => {
    const address = `${location.origin}${location.pathname}#${encodeShared(sharedOf(store.getState(), clock.get()))}`
    history.replaceState(history.state, '', address)
    const copying = navigator.clipboard === undefined ? Promise.reject(new Error('no clipboard')) : navigator.clipboard.writeText(address)
    copying.then(() => say(text.head.copied), () => say(text.head.copyFailed))
  }, [store, clock, say, text])

  const savePicture = () => {
    import('./picture.tsx').then(({ savePicture: save }) => save(words, simulation)).catch(() => say(text.head.pictureFailed))
  }

  // A link typed or pasted into the address bar of an open page.
  useEffect(() => {
    const changed = () => {
      const fragment = location.hash
      void readLink(words, scenarios, fragment).then((reading) => {
        if (fragment !== location.hash) return // Overtaken by a newer one.
        setLink(reading.problem)
        if (reading.state === null) return
        const state = store.getState()
        state.load(reading.scenario, inputsOf(reading.state), reading.state.atUs)
        state.setSpeed(reading.state.speed)
        state.setView(reading.state.view)
      })
    }
    window.addEventListener('hashchange', changed)
    return () => window.removeEventListener('hashchange', changed)
  }, [words, scenarios, store])

  useEffect(() => {
    const query = matchMedia('(prefers-reduced-motion: reduce)')
    const changed = () => store.getState().setReducedMotion(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [store])

  useEffect(() => {
    if (hasRun) requestAnimationFrame(() => performance.mark('simulation:shown'))
  }, [hasRun])

  const onKeyDown = (event: React.KeyboardEvent) => {
    const isMeant = handleKey(event.nativeEvent, simulation, {
      breakIt: () => {
        setTab('stage')
        requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('.stage > :last-child button')?.focus())
      },
      copyLink,
      showKeys: () => setListingKeys(true),
      leave: () => end.current?.focus(),
    })
    if (isMeant) event.preventDefault()
  }

  const isTable = view === 'table'
  const onPhone = (which: Tab) => (tab === which ? '' : 'max-wide:hidden')
  return (
    <>
      <section
        ref={root} aria-labelledby={titleId} aria-describedby={isTable ? tableId : undefined} tabIndex={-1} onKeyDown={onKeyDown}
        className="grid border-b border-line bg-sheet leading-normal outline-none desk:grid-cols-[18.75rem_minmax(0,1fr)]"
      >
        <div className={`flex min-w-0 flex-col desk:col-start-2 desk:row-start-1 desk:h-[calc(100dvh-3rem)] desk:min-h-[50rem] max-desk:min-h-[calc(100dvh-3rem)] max-wide:min-h-0 ${tab === 'knobs' ? '' : 'max-wide:pb-28'}`}>
          <LiveRegion />
          <div className="max-wide:short:grid max-wide:short:grid-cols-2 max-wide:short:border-b max-wide:short:border-line max-wide:short:*:border-b-0">
            <Head scenarios={scenarios.some(({ id }) => id === scenario.id) ? scenarios : [...scenarios, scenario]} titleId={titleId} viewId={viewId} onCopyLink={copyLink} onSavePicture={savePicture} onShowKeys={() => setListingKeys(true)} />
            <Outline name={scenario.title[locale]} />
            <PhoneTabs tab={tab} onTab={(next) => {
              setTab(next)
              store.getState().setView(next === 'table' || next === 'code' ? next : 'stage')
            }} />
          </div>
          <ProblemNotice link={link} />
          <div id={viewId} role="tabpanel" aria-label={text.head[view === 'compare' ? 'stage' : view]} className="flex min-h-0 flex-1 flex-col">
            {isTable ? (
              <div className={`grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] max-desk:h-[70dvh] max-desk:flex-none max-wide:h-[56dvh] ${tab === 'table' ? '' : 'max-wide:hidden'}`}><Suspense fallback={<div id={tableId} />}><EventTable id={tableId} /></Suspense></div>
            ) : hasRun ? (
              <>
                {view === 'code'
                  ? <div className={`flex h-80 border-b border-line max-wide:h-[26rem] ${onPhone('code')}`}><Suspense><CodePanel locale={locale} words={words.code} policies={text.policies} /></Suspense></div>
                  : <div className={`border-b border-line wide:short:order-1 wide:short:border-t ${onPhone('stage')}`}><LiveStage /></div>}
                <div className={`min-h-60 flex-1 max-desk:h-[22rem] max-desk:flex-none max-wide:h-[calc(100dvh-18.75rem)] max-wide:max-h-[26rem] max-wide:min-h-[11rem] max-wide:short:h-[calc(100dvh-10.75rem)] wide:short:h-[calc(100dvh-12rem)] wide:short:min-h-44 wide:short:flex-none ${onPhone('time')}`}><LiveDiagram /></div>
              </>
            ) : still}
          </div>
          <div className="no-print sticky bottom-0 z-10 border-t border-line bg-sheet max-wide:fixed max-wide:inset-x-0 max-wide:bottom-0 max-wide:pb-[env(safe-area-inset-bottom)] max-wide:short:grid max-wide:short:grid-cols-[22rem_minmax(0,1fr)] max-wide:short:items-center">
            <div className="grid h-[46px] max-wide:h-[60px]"><Transport /></div>
            <div className="border-t border-line max-wide:short:border-t-0">{hasRun ? <LiveStrip /> : <div className="h-10" />}</div>
          </div>
          <div className={`border-t border-line ${tab === 'time' || tab === 'stage' ? '' : 'max-wide:hidden'}`}><LiveFigures /></div>
        </div>
        <aside aria-label={text.knobs.title} className={`no-print min-w-0 space-y-7 border-line p-5 desk:col-start-1 desk:row-start-1 desk:h-[calc(100dvh-3rem)] desk:min-h-[50rem] desk:overflow-y-auto desk:border-r max-desk:border-t max-wide:pb-36 ${tab === 'knobs' ? '' : 'max-wide:hidden'}`}>
          <p className="text-16 leading-snug">{scenario.question[locale]}</p>
          <KnobPanel />
          <DoneList />
          <SpokenSettings />
        </aside>
      </section>
      <p ref={end} tabIndex={-1} className="sr-only">{text.outline.end}</p>
      <p role="status" className={toast === '' ? 'sr-only' : 'fixed bottom-4 left-1/2 z-30 -translate-x-1/2 border border-edge bg-sheet px-4 py-2 text-15 max-wide:bottom-28'}>{toast}</p>
      <KeyList isOpen={isListingKeys} onClose={() => setListingKeys(false)} />
    </>
  )
}

function PhoneTabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const { tabs } = useWords().simulation
  const { hasCode } = useFamily()
  return (
    <div role="tablist" aria-label={tabs.label} className="hidden border-b border-line px-2 max-wide:flex">
      {TABS.filter((one) => hasCode || one !== 'code').map((one) => (
        <button
          key={one} type="button" role="tab" aria-selected={tab === one} tabIndex={tab === one ? 0 : -1}
          className={`h-11 flex-1 text-16 ${tab === one ? 'border-b-2 border-ink font-semibold text-ink' : 'text-ink-2'}`}
          onClick={() => onTab(one)}
          onKeyDown={(event) => {
            const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            if (move === 0) return
            event.preventDefault()
            const next = TABS[(TABS.indexOf(one) + move + TABS.length) % TABS.length]!
            onTab(next)
            event.currentTarget.parentElement?.querySelectorAll('button')[TABS.indexOf(next)]?.focus()
          }}
        >
          {tabs[one]}
        </button>
      ))}
    </div>
  )
}
