'use client'

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { TrafficIndex } from '@/components/projection/traffic-index.ts'
import type { LaneState, SystemState } from '@/components/projection/traffic-state.ts'
import type { Clock } from '@/components/simulation/clock.ts'
import type { WrittenCommand } from '@/components/simulation/run.ts'
import type { Locale } from '@/lib/locales.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { BreakIt } from './break-it.tsx'
import type { StageWords } from './describe-lane.ts'
import { comfortableHeight } from './layout.ts'
import { LiveMachines } from './live-machines.tsx'
import type { Picking } from './stage-context.ts'
import { createStageFeed } from './stage-feed.ts'
import { StageStills } from './stage-still.tsx'
import './stage.css'

export interface StageProps {
  readonly trace: Trace
  readonly index: TrafficIndex
  readonly clock: Clock
  readonly words: StageWords
  readonly locale: Locale
  /** While time runs, words change five times a second. */
  readonly isPlaying: boolean
  /** -1 when none is selected. */
  readonly selectedLane: number
  readonly onSelect: (lane: number) => void
  readonly onCommand: (command: WrittenCommand) => void
  /** Says a machine's state as the rest of the simulator does; without it the stage says it in its own words. */
  readonly describe?: (lane: LaneState, system: SystemState) => string
  /** While a question asks for one of the machines: a click answers it, and nothing is done to them. */
  readonly picking?: Picking | null
  /** Marks drawn before a sample is taken. */
  readonly mostMarks?: number
}

/** The stage of a run: machines, what is under way between them, and what can be done to them. It fills its parent's width. */
export function Stage({ trace, index, clock, words, locale, isPlaying, selectedLane, onSelect, onCommand, picking = null, describe, mostMarks }: StageProps) {
  const surface = useRef<HTMLDivElement>(null)
  const size = useSize(surface)
  const feed = useMemo(() => createStageFeed(trace, index, clock), [trace, index, clock])
  useEffect(() => feed.setPlaying(isPlaying), [feed, isPlaying])
  const servers = useSyncExternalStore(feed.subscribe, () => countServers(feed.system()), () => countServers(feed.system()))
  const minHeight = comfortableHeight(servers)

  return (
    <div className="stage flex h-full flex-col">
      <div ref={surface} className={`relative flex-1 ${minHeight > 268 ? 'min-h-[19.25rem]' : 'min-h-[16.75rem]'}`}>
        {size === null ? (
          <StageStills subject={{ kind: 'run', trace, index, atUs: clock.get() }} words={words} locale={locale} />
        ) : (
          <LiveMachines
            size={size} feed={feed} trace={trace} index={index} clock={clock} words={words} locale={locale}
            servers={servers} selectedLane={selectedLane} picking={picking} onSelect={onSelect} onCommand={onCommand} {...(describe === undefined ? {} : { describe })} {...(mostMarks === undefined ? {} : { mostMarks })}
          />
        )}
      </div>
      <div className="relative">
        {/* The row keeps its place: the picture must not jump when the answer is given. */}
        <div className={picking === null ? '' : 'invisible'}><BreakIt feed={feed} selectedLane={selectedLane} words={words} locale={locale} onSelect={onSelect} onCommand={onCommand} /></div>
        {picking === null ? null : <p className="absolute inset-0 flex items-center px-5 text-14 leading-tight text-ink-2">{picking.hint}</p>}
      </div>
    </div>
  )
}

function countServers(system: ReturnType<ReturnType<typeof createStageFeed>['system']>): number {
  return system.lanes.filter((lane) => lane.role === 'service' && lane.joined).length
}

function useSize(element: React.RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry!.contentRect.width)
      const height = Math.round(entry!.contentRect.height)
      if (width > 0 && height > 0) setSize((before) => (before?.width === width && before.height === height ? before : { width, height }))
    })
    if (element.current !== null) observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return size
}
