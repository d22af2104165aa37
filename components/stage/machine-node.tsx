'use client'

import { memo } from 'react'
import type { KeyboardEvent } from 'react'
import { describeLane, detailsAt } from './describe-lane.ts'
import { BalancerDrawing, ClientsDrawing, DatabaseDrawing, ServerDrawing } from './drawing.tsx'
import { placeOf } from './layout.ts'
import { describeGate, gateLevels, LimitStoreDrawing, LimiterDrawing } from './limiter-drawing.tsx'
import { useStageParts, useSystem } from './stage-context.ts'

const moves = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']

/** A machine: its drawing, and a button as large as its glyph and words. It reads its state from the feed; the node itself knows its lane. */
export const MachineNode = memo(function MachineNode({ lane }: { readonly lane: number }) {
  const { feed, layout, trace, config, words, locale, describe, selectedLane, tabLane, menuLane, picking, onFocus, onMove, onMenu } = useStageParts()
  const state = useSystem(feed, (system) => system.lanes[lane]!)
  const waiting = useSystem(feed, (system) => (lane === 0 ? system.metrics.inSystem : 0))
  const pace = useSystem(feed, (system) => (lane === 0 ? system.pace : 1))
  const policy = useSystem(feed, (system) => system.policy)
  // A bucket fills while nothing happens to it.
  useSystem(feed, (system) => (system.lanes[lane]!.role === 'limiter' || system.lanes[lane]!.role === 'memory' ? system.atUs : 0))
  const place = placeOf(layout, lane)
  if (place === undefined) return null
  const { box, glyph } = place
  const system = feed.system()
  const details = detailsAt(config, trace, lane, system.atUs)

  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    if (moves.includes(event.key)) onMove(lane, event.key)
    else if (event.key === 'Enter' || event.key === ' ') onMenu(lane, event.currentTarget)
    else return
    // These keys mean something else to the simulator around the stage.
    event.preventDefault()
    event.stopPropagation()
  }

  const isDatabase = state.role === 'store'
  const isGate = state.role === 'limiter' || state.role === 'memory'
  const isPlain = lane < 2 || isDatabase || isGate
  const levels = isGate ? gateLevels(config, trace, lane, system.atUs) : []
  const pad = isPlain ? 4 : layout.form === 'inline' ? 3 : 6
  return (
    <div
      role="button"
      tabIndex={lane === tabLane ? 0 : -1}
      data-lane={lane}
      {...(picking?.lanes.includes(lane) === true ? { 'aria-pressed': picking.picked === lane, 'aria-description': picking.label } : isDatabase || picking !== null ? {} : { 'aria-haspopup': 'menu', 'aria-expanded': menuLane === lane })}
      aria-label={describe !== null ? describe(state, system) : isGate ? describeGate(state, levels, words, locale) : describeLane(state, system, details, words, locale)}
      className="stage-node drawn h-full w-full"
      onClick={(event) => onMenu(lane, event.currentTarget)}
      onKeyDown={pressed}
      onFocus={() => onFocus(lane)}
    >
      <svg width={box.w} height={box.h} viewBox={`${box.x} ${box.y} ${box.w} ${box.h}`} className="block overflow-visible" aria-hidden="true" focusable="false">
        {selectedLane === lane && (
          <rect x={glyph.x - pad} y={glyph.y - pad - (isPlain ? 0 : 5)} width={glyph.w + 2 * pad + (isPlain ? 0 : 5)} height={glyph.h + 2 * pad + (isPlain ? 0 : 5)} className="fill-none stroke-now" strokeWidth={1.5} />
        )}
        {picking?.picked === lane && <path d={`M${glyph.x + glyph.w / 2 - 8} ${glyph.y - 25}h16l-8 14z`} className="fill-sheet stroke-ink" strokeWidth={1.6} strokeLinejoin="round" />}
        {lane === 0 && <ClientsDrawing place={place} waiting={waiting} pace={pace} isArmed={false} words={words} locale={locale} />}
        {lane === 1 && <BalancerDrawing place={place} held={state.held} policy={policy} words={words} locale={locale} />}
        {isDatabase && <DatabaseDrawing place={place} state={state} words={words} locale={locale} />}
        {state.role === 'limiter' && <LimiterDrawing place={place} state={state} levels={levels} words={words} locale={locale} />}
        {state.role === 'memory' && <LimitStoreDrawing place={place} state={state} levels={levels} words={words} locale={locale} />}
        {!isPlain && <ServerDrawing place={place} form={layout.form} state={state} details={details} words={words} locale={locale} />}
      </svg>
    </div>
  )
})
