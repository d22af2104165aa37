import Link from 'next/link'
import { runScenario } from '@/components/simulation/run.ts'
import { SpaceTimeStill } from '@/components/timeline/still.tsx'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { loadScenarios } from '@/lib/scenarios.ts'
import { HeroIsland } from './hero-island.tsx'
import { armedAt, ASKED, heroWindow, outcomeOf } from './outcome.ts'
import { HeroKey } from './hero-key.tsx'
import { evidenceOf } from './evidence.ts'

const SCENARIO = 'load-balancing/stop-a-server'
const WIDE = { width: 1344, height: 384 }
const NARROW = { width: 358, height: 372 }

function heroScenario(): LoadedScenario {
  const found = loadScenarios('load-balancing').find(({ id }) => id === SCENARIO)
  if (found === undefined) throw new Error(`${SCENARIO} is not among the scenarios of lib/scenarios.ts.`)
  return found
}

/** The run that the build draws: the still of the armed page, and all there is without scripts. */
export function runOfHero() {
  const scenario = heroScenario()
  const reply = runScenario({ document: scenario.document, overrides: {}, seed: scenario.seed, interventions: scenario.script })
  if (reply.kind !== 'ran') throw new Error(`${scenario.id} does not run.`)
  return { scenario, trace: reply.trace, index: reply.index, outcome: outcomeOf(reply.trace, reply.index) }
}

/** The first screen: a system that is about to lose a server, and a question about what follows. */
export function Hero({ locale, lesson }: { locale: Locale; lesson: { readonly href: string; readonly minutes: number } | null }) {
  const { home, timeline } = dictionary(locale)
  const { scenario, trace, index, outcome } = runOfHero()
  const still = (isNarrow: boolean, isFinished: boolean) => (
    <SpaceTimeStill
      trace={trace} index={index} words={timeline} locale={locale} window={heroWindow(outcome, isNarrow)}
      nowUs={isFinished ? outcome.exhibitUs : armedAt(outcome.stopUs)} armedFromUs={isFinished ? null : armedAt(outcome.stopUs)}
      {...(isNarrow ? NARROW : WIDE)}
    />
  )
  const both = (isFinished: boolean) => (
    <>
      <div className="max-wide:hidden">{still(false, isFinished)}</div>
      <div className="wide:hidden">{still(true, isFinished)}</div>
    </>
  )
  return (
    <section aria-labelledby="hero" className="border-b border-line bg-sheet">
      <HeroIsland
        locale={locale} words={home.hero} timeline={timeline} scenario={{ ...scenario, question: { en: '', ko: '' } }} stopUs={outcome.stopUs} lesson={lesson}
        picture={<div className="[@media(scripting:none)]:hidden">{both(false)}</div>}
        foot={<HeroKey words={home.hero} />}
        plain={
          <noscript>
            <p className="mt-6 max-w-[44rem] text-16 text-ink-2">{home.hero.plain}</p>
            <p className="mt-2 text-22 font-semibold">{formatWith(locale, home.hero.observedPlain, { failed: outcome.failed, asked: ASKED })}</p>
            <p className="mt-1 max-w-[44rem] text-16">{evidenceOf(locale, home.hero, outcome)}</p>
            {both(true)}
            {lesson === null ? null : <p className="mt-3"><Link href={lesson.href} prefetch={false} className="link font-semibold">{home.hero.lessonPlain}</Link></p>}
          </noscript>
        }
      >
        <h1 id="hero" className="display text-56 wide:text-88">{home.hero.title}</h1>
      </HeroIsland>
    </section>
  )
}
