'use client'

import { useCallback, useState } from 'react'
import type { SystemState } from '@/components/projection/traffic-state.ts'
import type { WrittenCommand } from '@/components/simulation/run.ts'
import { format } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { StageWords } from './describe-lane.ts'
import { actionsFor, nameOfLane } from './machine-actions.ts'
import { MachineMenu } from './machine-menu.tsx'
import { useSystem } from './stage-context.ts'
import type { StageFeed } from './stage-feed.ts'

interface BreakItProps {
  readonly feed: StageFeed
  readonly selectedLane: number
  readonly words: StageWords
  readonly locale: Locale
  readonly onSelect: (lane: number) => void
  readonly onCommand: (command: WrittenCommand) => void
}

/** The gravest things that can be done to the selected machine, or to the first server, as buttons; the rest behind the last one. */
export function BreakIt({ feed, selectedLane, words, locale, onSelect, onCommand }: BreakItProps) {
  const lane = useSystem(feed, (system) => (system.lanes[selectedLane]?.joined === true && system.lanes[selectedLane].role !== 'store' ? selectedLane : firstToBreak(system)))
  useSystem(feed, (system) => system.lanes[lane])
  useSystem(feed, (system) => system.pace)
  useSystem(feed, (system) => system.limit)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const closeMenu = useCallback(() => setAnchor(null), [])
  const system = feed.system()
  const actions = actionsFor(system, lane, words, locale)
  const name = nameOfLane(words, system.lanes[lane]!)
  const hasMore = actions.some((action) => !action.isFirst)
  return (
    <div className="flex items-center gap-2 overflow-x-auto px-3 py-2 wide:px-5">
      <span className="shrink-0 pr-1 text-14 text-ink-3 max-wide:sr-only">{words.breakIt}</span>
      {actions.filter((action) => action.isFirst).map(({ label, hint, command }) => (
        <button key={label} type="button" title={hint} onClick={() => onCommand(command)} className={control}>
          {label}
        </button>
      ))}
      {hasMore && (
        <button
          type="button" aria-haspopup="menu" aria-expanded={anchor !== null} aria-label={format(locale, words.more, { name })}
          onClick={(event) => {
            onSelect(lane)
            setAnchor(anchor === null ? event.currentTarget : null)
          }}
          className={control}
        >
          …
        </button>
      )}
      {anchor !== null && (
        <MachineMenu actions={actions.filter((action) => !action.isFirst)} anchor={anchor} label={format(locale, words.menu, { name })} onChoose={onCommand} onClose={closeMenu} />
      )}
    </div>
  )
}

/** Where nothing is selected: the store of a limiter, the limiter, or the first server. */
function firstToBreak({ lanes }: SystemState): number {
  return (lanes.find((lane) => lane.role === 'memory') ?? lanes.find((lane) => lane.role === 'limiter') ?? lanes[2])?.lane ?? 2
}

const control =
  'shrink-0 cursor-pointer whitespace-nowrap rounded-control border border-edge bg-sheet px-2.5 py-[3px] text-14 leading-snug text-ink hover:border-ink pointer-coarse:min-h-11'
