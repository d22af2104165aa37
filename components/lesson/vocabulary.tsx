import { Children, isValidElement, type ReactNode } from 'react'
import { knobLabel, knobValue } from '@/components/knobs/knob-words.ts'
import { BenchIsland } from '@/components/arrivals/bench-island.tsx'
import { BenchStill } from '@/components/arrivals/bench-still.tsx'
import { Mark as MarkGlyph } from '@/components/marks/mark.tsx'
import type { MarkKind } from '@/components/marks/mark-geometry.ts'
import { formatTime } from '@/components/narration/describe.ts'
import { encodeShared, ENGINE_VERSION } from '@/components/simulation/share.ts'
import type { Words } from '@/components/workbench/words.tsx'
import type { Facts, Sight } from '@/lib/content/facts.ts'
import type { Lesson } from '@/lib/content/lesson.ts'
import type { Glossary } from '@/lib/content/shelf.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { simulatorPath } from '@/lib/simulator-of.ts'
import type { LoadedScenario } from '@/simulations/scenario/loaded-scenario.ts'
import { LazyPart, OptionRow } from './lazy-part.tsx'
import { AfterPrediction } from './reveal.tsx'
import { describeVerdict, type AskedQuestion } from './question.ts'
import { describeGoal, writeQuantity } from './quantity-words.ts'
import { LessonSim } from './lesson-sim.tsx'
import type { LessonWords } from './reader-context.tsx'
import type { Plan } from './reader.ts'
import { PaperAnswer, PaperLines } from './paper.tsx'
import { ScalingChart } from './scaling-chart.tsx'
import { drawComparison } from './compare-view.tsx'
import { drawSight } from './sight-still.tsx'

export interface Setting {
  readonly lesson: Lesson
  /** The language of the page; that of the text is the lesson's. */
  readonly locale: Locale
  readonly words: LessonWords
  readonly simulation: Words
  readonly glossary: Glossary
}

/** What the compiled lesson hands to each word: its number, and what stands inside. */
interface Given {
  readonly n: string
  readonly children?: ReactNode
}

const TONES: Readonly<Record<MarkKind, string>> = {
  request: 'text-req', answer: 'text-ok-text', stale: 'text-stale-text', change: 'text-ink', waiting: 'text-wait-text', lost: 'text-fail-text', vote: 'text-ink', retry: 'text-req',
  duplicate: 'text-req', throttled: 'text-wait-text', probe: 'text-ink-2', 'probe-answer': 'text-ink-2',
}

/** The words of a lesson as components: each knows its facts by the number that it carries. */
export function vocabularyOf(setting: Setting): Readonly<Record<string, (given: Given) => ReactNode>> {
  const { lesson, locale, words, simulation, glossary } = setting
  const facts = <Kind extends Facts['kind']>(n: string, kind: Kind): Extract<Facts, { kind: Kind }> => {
    const found = lesson.facts[Number(n)]
    if (found?.kind !== kind) throw new Error(`${lesson.file}: word ${n} is ${found?.kind ?? 'missing'} and not ${kind}.`)
    return found as Extract<Facts, { kind: Kind }>
  }
  const node = (n: string) => lesson.nodes[Number(n)]!
  const quantity = (value: number, unit: Parameters<typeof writeQuantity>[2]) => writeQuantity(locale, value, unit)
  const verdictOf = (question: AskedQuestion) => describeVerdict(words, locale, question, null).lead

  const why = ({ n, children }: Given) => <AfterPrediction question={String(node(String(node(n).parent)).attributes.id)}>{children}</AfterPrediction>
  /** The explanation of an item stands behind its verdict, wherever the author wrote it. */
  const isWhy = (child: ReactNode): boolean => isValidElement(child) && child.type === why

  return {
    Sim: ({ n, children }) => {
      const { scenario } = facts(n, 'sim')
      const plan = planOf(lesson, Number(n))
      const first = plan.steps[0]
      return (
        <LessonSim plan={plan} scenario={scenario} page={`/${locale}${simulatorPath(scenario)}`} words={simulation} still={first === undefined ? null : drawSight({ setting, step: first.id, isBrief: Number(n) !== firstSimulator(lesson) })}>
          {Number(n) === firstSimulator(lesson) ? <LessonHead setting={setting} /> : null}
          {children}
        </LessonSim>
      )
    },
    Step: ({ n, children }) => {
      const { id, title } = facts(n, 'step')
      return (
        <section id={id} data-step={id} tabIndex={-1} aria-label={title} className="lesson-step">
          {children}
          <div className="lesson-still">{drawSight({ setting, step: id, isAnswered: true })}</div>
        </section>
      )
    },
    Section: ({ n, children }) => <section id={String(node(n).attributes.id)} className="lesson-section">{children}</section>,
    Surprise: ({ children }) => <div className="lesson-surprise">{children}</div>,
    Aside: ({ n, children }) => (
      <details className="lesson-aside">
        <summary>{String(node(n).attributes.title)}</summary>
        {children}
      </details>
    ),
    Predict: ({ n, children }) => {
      const question = askedOf(lesson, Number(n))
      return (
        <>
          <LazyPart part="prediction" given={{ question }}><div className="lesson-question">{children}</div></LazyPart>
          <PaperAnswer question={question} label={words.predict.axis} locale={locale} />
          <p className="lesson-plain font-semibold">{verdictOf(question)}</p>
        </>
      )
    },
    Option: ({ n, children }) => <OptionRow at={optionAt(lesson, Number(n))}>{children}</OptionRow>,
    After: ({ n, children }) => <AfterPrediction question={facts(n, 'after').question}>{children}</AfterPrediction>,
    Value: ({ n }) => {
      const { measure, unit } = facts(n, 'value')
      return <span className="whitespace-nowrap tabular-nums">{quantity(measure.value, unit)}</span>
    },
    At: ({ n }) => <span className="whitespace-nowrap tabular-nums">{formatTime(facts(n, 'time').atUs)}</span>,
    Gap: ({ n }) => <span className="whitespace-nowrap tabular-nums">{quantity(facts(n, 'gap').us, 'duration')}</span>,
    Claim: ({ children }) => <>{children}</>,
    Mark: ({ n, children }) => {
      const kind = String(node(n).attributes.kind) as MarkKind
      return (
        <span className={`lesson-mark ${TONES[kind]}`}>
          <MarkGlyph kind={kind} />{'\u00a0'}{children}
        </span>
      )
    },
    Compare: ({ n, children }) => {
      const fact = facts(n, 'compare')
      return drawComparison({ setting, n: Number(n), fact, children })
    },
    Break: ({ n, children }) => {
      const { id, goal, without, sight } = facts(n, 'break')
      return (
        <section id={id} className="lesson-section">
          <h2>{words.breakIt.title}</h2>
          {children}
          <p className="lesson-paper" aria-hidden="true"><b>{words.breakIt.goal}</b> {describeGoal(words.metrics, goal)}</p>
          <LazyPart part="task" given={{ id, goal, without, sight, kept: keptKnobs(setting, sight) }} />
        </section>
      )
    },
    Scaling: ({ n }) => <ScalingChart scaling={facts(n, 'scaling').scaling} locale={locale} words={words} />,
    ArrivalBench: ({ n }) => {
      const { text, left, right } = facts(n, 'arrival-bench')
      const given = { words: { locale, text: dictionary(locale).arrivals }, opening: { text, unit: 'ms' as const, specs: [left, right] as const }, isPart: true }
      return <div className="lesson-bench my-6"><BenchIsland {...given}><BenchStill {...given} /></BenchIsland></div>
    },
    Recall: ({ children }) => (
      <section className="lesson-section">
        <h2>{words.recall.title}</h2>
        <ol className="lesson-recall">{children}</ol>
      </section>
    ),
    Item: ({ n, children }) => {
      const question = askedOf(lesson, Number(n))
      const { scenario, question: { sight } } = facts(n, 'question')
      const inside = Children.toArray(children)
      return (
        <li id={question.id} className="lesson-item">
          <LazyPart part="prediction" given={{ question, isItem: true, runLink: linkTo(locale, scenario, sight) }}>
            <div className="lesson-question">{inside.filter((child) => !isWhy(child))}</div>
          </LazyPart>
          <PaperAnswer question={question} label={words.predict.axis} locale={locale} />
          <p className="lesson-plain font-semibold">{verdictOf(question)}</p>
          {inside.filter(isWhy)}
        </li>
      )
    },
    Why: why,
    OneSentence: ({ children }) => (
      <section className="lesson-section">
        <h2>{words.oneSentence.title}</h2>
        <div className="lesson-paper" aria-hidden="true"><p>{words.oneSentence.ask}</p><PaperLines count={3} /></div>
        <LazyPart part="sentence" given={{}}><div className="lesson-ours">{children}</div></LazyPart>
      </section>
    ),
    Source: ({ n }) => {
      const { id, number } = facts(n, 'source')
      return <sup className="lesson-source">{'\u2060'}<a href={`#source-${id}`} aria-label={`${words.sources} ${number}`}>[{number}]</a></sup>
    },
    Term: ({ n, children }) => {
      const entry = glossary[String(node(n).attributes.id)]?.[lesson.locale]
      const id = `term-${n}`
      return (
        <span className="lesson-term">
          <button type="button" popoverTarget={id}>{children}</button>
          <span id={id} popover="auto" role="note"><b>{entry?.word}</b> {entry?.text}</span>
        </span>
      )
    },
    // A fifth level of heading would be lost among the words; deeper ones look the same.
    table: ({ children }) => <div className="lesson-table"><table>{children}</table></div>,
  }
}

function keptKnobs({ simulation: { simulation } }: Setting, { overrides }: Sight) {
  return Object.fromEntries(Object.entries(overrides).map(([path, value]) => [path, { label: knobLabel(simulation, path), value: knobValue(simulation, value) }]))
}

/** The number of the simulator that stands beside the title, or -1 when there is none. */
export function firstSimulator({ nodes }: Lesson): number {
  return nodes.findIndex(({ name }) => name === 'Sim')
}

export function LessonHead({ setting: { lesson: { front }, locale, words } }: { setting: Setting }) {
  return (
    <header className="pb-8">
      <h1 className="heading text-40 wide:text-56">{front.title}</h1>
      <p className="mt-4 text-ink-2">{front.summary}</p>
      <p className="mt-2 text-15 text-ink-3">{formatWith(locale, words.minutes, { minutes: front.minutes })}</p>
    </header>
  )
}

/** The steps of a simulator as the browser needs them. */
export function planOf(lesson: Lesson, sim: number): Plan {
  const steps = lesson.nodes[sim]!.children.flatMap((n) => {
    const fact = lesson.facts[n]
    if (fact?.kind !== 'step') return []
    const asked = lesson.nodes[n]!.children.map((child) => lesson.facts[child]).find((one) => one?.kind === 'question')
    return [{
      id: fact.id, title: fact.title, sight: fact.sight,
      question: asked?.kind === 'question' ? { id: asked.question.id, sight: asked.question.sight, names: asked.question.kind === 'pick' ? asked.question.names : [] } : null,
    }]
  })
  return { n: sim, steps }
}

function askedOf(lesson: Lesson, n: number): AskedQuestion {
  const fact = lesson.facts[n]
  if (fact?.kind !== 'question') throw new Error(`${lesson.file}: word ${n} is no question.`)
  const { sight: _sight, ...asked } = fact.question
  return { ...asked, labels: fact.options.map((option) => lesson.nodes[option]!.text.replace(/\s+/g, ' ').trim()) }
}

function optionAt(lesson: Lesson, n: number): number {
  const fact = lesson.facts[lesson.nodes[n]!.parent]
  return fact?.kind === 'question' ? fact.options.indexOf(n) : -1
}

/** The simulator page with a run. */
function linkTo(locale: Locale, scenario: LoadedScenario, sight: Sight): string {
  const fragment = encodeShared({
    scenario: sight.scenario, engine: ENGINE_VERSION, seed: sight.seed, overrides: sight.overrides, interventions: scenario.script, atUs: sight.atUs, speed: 0.25, view: 'stage',
  })
  return `/${locale}${simulatorPath(scenario)}#${fragment}`
}
