'use client'

import { memo } from 'react'
import { detailsAt } from './describe-lane.ts'
import { LinkDrawing, linkCondition, linkLabel, queryCondition } from './drawing.tsx'
import { linkBetween } from './layout.ts'
import { useStageParts, useSystem } from './stage-context.ts'

/** A straight link between the ports that the layout chose, where the canvas sends its marks along too. Drawn as whole, thin, slow or cut. */
export const LinkEdge = memo(function LinkEdge({ lane, isQuery, from, to }: { readonly lane: number; readonly isQuery: boolean; readonly from: number; readonly to: number }) {
  const { feed, layout, trace, config, words, locale } = useStageParts()
  const isToStore = to === layout.limitStore?.lane
  const state = useSystem(feed, (system) => system.lanes[isToStore ? to : lane]!)
  const place = linkBetween(layout, from, to)
  if (place === undefined) return null
  const isGate = state.role === 'limiter' || isToStore
  const label = lane === 1 || isQuery || isGate ? '' : linkLabel(layout, state, detailsAt(config, trace, lane, feed.system().atUs), words, locale)
  return (
    <g className="drawn">
      <LinkDrawing place={place} condition={lane === 1 ? 'ok' : isQuery ? queryCondition(state) : linkCondition(state)} label={label} />
    </g>
  )
})
