'use client'

import { useMemo } from 'react'
import { useStore } from 'zustand'
import { createDriver } from '@/components/simulation/driver.ts'
import { createSimulation, type LoadedScenario, type Simulation } from '@/components/simulation/store.ts'
import { SpaceTime } from '@/components/timeline/space-time.tsx'
import { xAt, type Viewport } from '@/components/timeline/time-window.ts'
import type { TimelineWords } from '@/components/timeline/words.ts'
import { formatTime } from '@/components/narration/describe.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { HeroWords } from './evidence.ts'
import { armedAt, heroWindow, outcomeOf, type Outcome } from './outcome.ts'

export interface OpenedHero {
  readonly simulation: Simulation
  /** Shows what follows the stop and gives what came of it. */
  readonly play: (isStill: boolean) => Promise<Outcome>
  /** Another seed, and the question anew. */
  readonly rearm: (seed: number) => Promise<void>
}

/** What is shown after the stop takes this long; it never moves longer by itself. */
const SWEEP_MS = 1_500
const SLOWLY_MS = 7_500
const NARROW = '(max-width: 819px)'

export async function openHero(scenario: LoadedScenario, stopUs: number): Promise<OpenedHero> {
  const simulation = createSimulation(scenario, { atUs: armedAt(stopUs) }, createDriver())
  const { store } = simulation
  const arm = () => {
    store.getState().pause()
    store.getState().setWindow(heroWindow({ stopUs }, matchMedia(NARROW).matches))
    store.getState().seek(armedAt(stopUs))
  }
  await finished(simulation, () => store.getState().run())
  arm()
  return {
    simulation,
    async play(isStill) {
      const { trace, index } = store.getState()
      const outcome = outcomeOf(trace!, index!)
      if (!isStill) await sweep(simulation, outcome, SWEEP_MS)
      store.getState().seek(outcome.exhibitUs)
      store.getState().setWindow(heroWindow(outcome, matchMedia(NARROW).matches))
      return outcome
    },
    async rearm(seed) {
      await finished(simulation, () => store.getState().setSeed(seed))
      arm()
    },
  }
}

/** Waits for the run that `start` asks for. */
function finished({ store }: Simulation, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = store.subscribe((state, before) => {
      if (state.status === before.status) return
      if (state.status === 'ready') resolve()
      else if (state.status === 'failed' || state.status === 'stopped') reject(new Error('The run did not finish.'))
      else return
      stop()
    })
    start()
  })
}

/** Plays from the stop to the end of the picture. Ends early when somebody pauses. */
function sweep({ store, clock }: Simulation, outcome: Outcome, lastsMs: number): Promise<void> {
  const { toUs } = heroWindow(outcome, matchMedia(NARROW).matches)
  const endUs = toUs - 120_000
  const state = store.getState()
  state.seek(outcome.stopUs)
  state.setSpeed((endUs - outcome.stopUs) / (lastsMs * 1_000))
  state.play()
  return new Promise((resolve) => {
    const over = () => {
      stopClock()
      stopStore()
      store.getState().pause()
      resolve()
    }
    const stopClock = clock.subscribe(() => clock.get() >= endUs && over())
    const stopStore = store.subscribe(({ playing }) => !playing && over())
  })
}

export interface HeroLiveProps extends OpenedHero {
  readonly locale: Locale
  readonly words: HeroWords
  readonly timeline: TimelineWords
  readonly stopUs: number
  readonly isArmed: boolean
  readonly outcome: Outcome | null
  readonly onStop: () => void
}

/** The living picture: scrubbed by hand, with the measured gap above it once there is one. */
export function HeroLive({ simulation, locale, words, timeline, stopUs, isArmed, outcome, onStop }: HeroLiveProps) {
  const { store, clock } = simulation
  const { trace, index, window: shown, playing, seek } = useStore(store)
  const viewport = useMemo<Viewport>(() => ({
    get: () => store.getState().window,
    set: (next) => store.getState().setWindow(next),
    subscribe: (listener) => store.subscribe((state, before) => {
      if (state.window !== before.window) listener()
    }),
  }), [store])
  if (trace === null || index === null) return null
  const place = (us: number) => Math.min(1, Math.max(0, xAt(shown, 1, us))) * 100
  const stop = place(stopUs)
  const noticed = place(outcome?.noticedUs ?? stopUs)
  const lanes = trace.lanes.length
  const dead = trace.notes.find(({ kind }) => kind === 'server.stopped')!.lane
  return (
    <div className="@container pt-3">
      <div className="relative h-6 @min-[35rem]:ml-[7.375rem]">
        {outcome === null || noticed - stop < 12 ? null : (
          <div className="absolute inset-y-0 flex items-center gap-2 border-x-[1.5px] border-ink text-14 font-semibold leading-none" style={{ left: `${stop}%`, width: `${noticed - stop}%` }}>
            <Arrow isLeft />
            <span className="truncate whitespace-nowrap">{formatWith(locale, words.gap, { time: formatTime(outcome.noticedUs - outcome.stopUs) })}</span>
            <Arrow />
          </div>
        )}
      </div>
      <div className="relative h-[23.75rem] @max-[35rem]:h-[23.25rem]">
        <SpaceTime
          trace={trace} index={index} clock={clock} viewport={viewport} words={timeline} locale={locale} playing={playing}
          armedFromUs={isArmed ? armedAt(stopUs) : null} onSeek={seek}
        />
        {isArmed ? (
          <div className="pointer-events-none absolute inset-y-0 left-0 right-0 @min-[35rem]:left-[7.375rem]">
            <button
              type="button" onClick={onStop} className="button button-primary pointer-events-auto absolute -translate-y-1/2"
              style={{ left: `calc(${stop}% + 0.75rem)`, top: laneTop(dead, lanes) }}
            >
              {formatWith(locale, words.stop, { server: trace.lanes[dead]!.id })}
            </button>
          </div>
        ) : null}
      </div>
      {isArmed ? null : (
        <p className="mt-1 flex justify-end gap-4 px-4 text-15 wide:px-5">
          <button
            type="button" className="link cursor-pointer pointer-coarse:py-2.5"
            onClick={() => {
              if (playing) store.getState().pause()
              else void sweep(simulation, outcomeOf(trace, index), SLOWLY_MS)
            }}
          >
            {playing ? words.pause : words.slowly}
          </button>
        </p>
      )}
    </div>
  )
}

/** Where a lane lies, as SpaceTime lays it out at these heights. */
function laneTop(lane: number, lanes: number): string {
  const share = lane / Math.max(1, lanes - 1)
  return `calc(3.5rem + (100% - 5.625rem) * ${share.toFixed(3)})`
}

/** Half of a dimension line: a head at the outer end, a stroke that fills what room there is. */
function Arrow({ isLeft = false }: { isLeft?: boolean }) {
  return (
    <span aria-hidden="true" className={`flex min-w-2 flex-1 items-center ${isLeft ? '' : 'flex-row-reverse'}`}>
      <svg viewBox="0 0 9 8" className="h-2 w-[9px] flex-none fill-ink"><path d={isLeft ? 'M0 4L9 .5V7.5Z' : 'M9 4L0 .5V7.5Z'} /></svg>
      <span className="h-[1.5px] flex-1 bg-ink" />
    </span>
  )
}
