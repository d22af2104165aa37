'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LaneState, SystemState } from '@/components/projection/traffic-state.ts'
import type { Locale } from '@/lib/locales.ts'
import type { TrafficConfig } from '@/simulations/components/traffic/config.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import type { StageWords } from './describe-lane.ts'
import type { StageLayout } from './layout.ts'
import type { StageFeed } from './stage-feed.ts'

/** The machines of the stage are the answers to a question. */
export interface Picking {
  readonly lanes: readonly number[]
  /** -1: none yet. */
  readonly picked: number
  /** What a machine is then, for who hears the page. */
  readonly label: string
  /** How one answers here. */
  readonly hint: string
  readonly onPick: (lane: number) => void
}

/** What nodes and links of one stage share. */
export interface StageParts {
  readonly feed: StageFeed
  readonly layout: StageLayout
  readonly trace: Trace
  readonly config: TrafficConfig
  readonly words: StageWords
  readonly locale: Locale
  readonly describe: ((lane: LaneState, system: SystemState) => string) | null
  readonly selectedLane: number
  /** The one node that Tab reaches. */
  readonly tabLane: number
  readonly menuLane: number
  readonly picking: Picking | null
  readonly onFocus: (lane: number) => void
  readonly onMove: (lane: number, key: string) => void
  readonly onMenu: (lane: number, anchor: HTMLElement) => void
}

export const StageContext = createContext<StageParts | null>(null)

export function useStageParts(): StageParts {
  const parts = useContext(StageContext)
  if (parts === null) throw new Error('A part of the stage stands outside of one.')
  return parts
}

/** A part of the state at now. The choice must be the same value or object until it changes. */
export function useSystem<T>(feed: StageFeed, select: (system: SystemState) => T): T {
  return useSyncExternalStore(feed.subscribe, () => select(feed.system()), () => select(feed.system()))
}
