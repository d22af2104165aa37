'use client'

import { memo } from 'react'
import type { Edge, EdgeProps } from '@xyflow/react'
import { detailsAt } from './describe-lane.ts'
import { LinkDrawing, linkCondition, linkLabel } from './drawing.tsx'
import { useStageParts, useSystem } from './stage-context.ts'

export type LinkEdgeType = Edge<{ readonly lane: number }, 'link'>

/** A straight link between the ports that the layout chose, where the canvas sends its marks along too. Drawn as whole, thin, slow or cut. */
export const LinkEdge = memo(function LinkEdge({ data }: EdgeProps<LinkEdgeType>) {
  const { feed, layout, trace, config, words, locale } = useStageParts()
  const lane = data!.lane
  const state = useSystem(feed, (system) => system.lanes[lane]!)
  const place = layout.links[lane - 1]
  if (place === undefined) return null
  const label = lane === 1 ? '' : linkLabel(layout, state, detailsAt(config, trace, lane, feed.system().atUs), words, locale)
  return (
    <g className="drawn">
      <LinkDrawing place={place} condition={lane === 1 ? 'ok' : linkCondition(state)} label={label} />
    </g>
  )
})
