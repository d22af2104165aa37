'use client'

import Link from 'next/link'
import { useCallback, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react'
import type { LoadedScenario } from '@/components/simulation/store.ts'
import type { TimelineWords } from '@/components/timeline/words.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { CountAxis } from './count-axis.tsx'
import { evidenceOf, type HeroWords } from './evidence.ts'
import type { HeroLiveProps, OpenedHero } from './hero-live.tsx'
import type { Outcome } from './outcome.ts'

const MOST = 12
/** What most people say: one server of three is one request of three. */
const FIRST_GUESS = 4

interface HeroIslandProps {
  readonly locale: Locale
  readonly words: HeroWords
  readonly timeline: TimelineWords
  readonly scenario: LoadedScenario
  readonly stopUs: number
  readonly lesson: { readonly href: string; readonly minutes: number } | null
  /** The still of the armed run. */
  readonly picture: ReactNode
  /** Below the picture. */
  readonly foot: ReactNode
  /** Without scripts: the finished run. */
  readonly plain: ReactNode
  /** The heading. */
  readonly children: ReactNode
}

type Phase = 'armed' | 'running' | 'shown' | 'failed'

interface Loaded extends OpenedHero {
  readonly HeroLive: ComponentType<HeroLiveProps>
}

/** Asks, waits for a number, and runs. The run itself is loaded when nothing else is to do, or when it is asked for. */
export function HeroIsland({ locale, words, timeline, scenario, stopUs, lesson, picture, foot, plain, children }: HeroIslandProps) {
  const [phase, setPhase] = useState<Phase>('armed')
  const [guess, setGuess] = useState(FIRST_GUESS)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [live, setLive] = useState<Loaded | null>(null)
  const loading = useRef<Promise<Loaded> | null>(null)
  const main = useRef<HTMLButtonElement>(null)
  /** The button that was pressed gives way to another one: the focus goes along. Nobody's focus is taken before the first press. */
  const hasPressed = useRef(false)

  const load = useCallback((): Promise<Loaded> => {
    loading.current ??= import('./hero-live.tsx').then(async ({ HeroLive, openHero }) => {
      const loaded = { HeroLive, ...(await openHero(scenario, stopUs)) }
      setLive(loaded)
      return loaded
    })
    return loading.current
    // The scenario of a page does not change while it is open.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
    if (connection?.saveData === true) return
    const whenIdle = window.requestIdleCallback ?? ((then: () => void) => window.setTimeout(then, 1200))
    const cancel = window.cancelIdleCallback ?? window.clearTimeout
    const handle = whenIdle(() => void load().catch(() => undefined), { timeout: 4000 })
    return () => cancel(handle)
  }, [load])

  useEffect(() => () => void loading.current?.then(({ simulation }) => simulation.dispose(), () => undefined), [])

  useEffect(() => {
    if (hasPressed.current && phase !== 'running') main.current?.focus({ preventScroll: true })
  }, [phase])

  const commit = async () => {
    hasPressed.current = true
    setPhase('running')
    try {
      const { play, simulation } = await load()
      setOutcome(await play(matchMedia('(prefers-reduced-motion: reduce)').matches || simulation.store.getState().reducedMotion))
      setPhase('shown')
    } catch {
      setPhase('failed')
    }
  }

  const again = async () => {
    const { rearm } = await load()
    await rearm(crypto.getRandomValues(new Uint32Array(1))[0]! % 100_000)
    setOutcome(null)
    setPhase('armed')
  }

  const say = (message: string, values: Record<string, string | number>) => formatWith(locale, message, values)
  const isShown = phase === 'shown' && outcome !== null
  return (
    <>
      <div className="gutter grid gap-x-16 gap-y-6 pt-8 wide:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] wide:items-end wide:pt-12">
        <div>
          {children}
          <div aria-live="polite" className="mt-5 max-w-[36rem] leading-[1.5] text-ink-2 wide:min-h-[8.5rem]">
            {isShown ? (
              <p>
                <strong className="mb-1 block text-22 font-semibold leading-[1.45] text-ink">{say(words.verdict, { said: guess, failed: outcome.failed })}</strong>
                {evidenceOf(locale, words, outcome)}
              </p>
            ) : (
              <p className="max-w-[34rem] wide:text-22 wide:leading-[1.45]">{words.lead}</p>
            )}
          </div>
        </div>
        <div className="[@media(scripting:none)]:hidden">
          <p className="text-body font-semibold leading-snug text-ink-2">{words.question}</p>
          <CountAxis
            most={MOST} mine={guess} mineText={say(words.you, { count: guess })} observed={isShown ? outcome.failed : null}
            observedText={isShown ? say(words.observed, { count: outcome.failed }) : ''} label={words.question}
            valueText={say(words.valueText, { count: guess, most: MOST })} onChange={phase === 'armed' ? setGuess : null}
          />
          <div className="mt-3 flex min-h-10 flex-wrap items-center gap-x-3 gap-y-2">
            {isShown ? (
              <>
                {lesson === null ? null : <Link href={lesson.href} prefetch={false} className="button button-primary">{say(words.why, { minutes: lesson.minutes })}</Link>}
                <button ref={main} type="button" className="button" onClick={() => void again()}>{words.again}</button>
              </>
            ) : (
              <>
                <button ref={main} type="button" className="button button-primary disabled:cursor-default" aria-disabled={phase !== 'armed'} onClick={() => phase === 'armed' && void commit()}>
                  {say(words.lock, { count: guess })}
                </button>
                <span className="text-15 text-ink-2">{phase === 'failed' ? words.failed : words.drag}</span>
              </>
            )}
          </div>
        </div>
      </div>
      <div className="wide:px-7">
        {plain !== null && live === null ? <div className="gutter wide:px-5">{plain}</div> : null}
        {live === null ? (
          <div className="mt-9 px-4 wide:h-[23.75rem] wide:px-5">{picture}</div>
        ) : (
          <live.HeroLive {...live} locale={locale} words={words} timeline={timeline} isArmed={phase === 'armed'} outcome={isShown ? outcome : null} stopUs={stopUs} onStop={() => phase === 'armed' && void commit()} />
        )}
      </div>
      <div className="gutter pb-6 pt-3">{foot}</div>
    </>
  )
}
