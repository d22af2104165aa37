'use client'

import { memo } from 'react'
import { detailsAt } from './describe-lane.ts'
import { LinkDrawing, linkCondition, linkLabel, queryCondition } from './drawing.tsx'
import { linkOf } from './layout.ts'
import { useStageParts, useSystem } from './stage-context.ts'

/** A straight link between the ports that the layout chose, where the canvas sends its marks along too. Drawn as whole, thin, slow or cut. */
export const LinkEdge = memo(function LinkEdge({ lane, isQuery }: { readonly lane: number; readonly isQuery: boolean }) {
  const { feed, layout, trace, config, words, locale } = useStageParts()
  const state = useSystem(feed, (system) => system.lanes[lane]!)
  const place = linkOf(layout, lane, isQuery)
  if (place === undefined) return null
  const label = lane === 1 || isQuery ? '' : linkLabel(layout, state, detailsAt(config, trace, lane, feed.system().atUs), words, locale)
  return (
    <g className="drawn">
      <LinkDrawing place={place} condition={lane === 1 ? 'ok' : isQuery ? queryCondition(state) : linkCondition(state)} label={label} />
    </g>
  )
})
