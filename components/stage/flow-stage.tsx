'use client'

import { useCallback, useMemo, useState } from 'react'
import { ReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import type { StageProps } from './stage.tsx'
import { FlightsCanvas } from './flights-canvas.tsx'
import { layoutStage, placeOf, type StageLayout } from './layout.ts'
import { LinkEdge, type LinkEdgeType } from './link-edge.tsx'
import { actionsFor } from './machine-actions.ts'
import { MachineMenu } from './machine-menu.tsx'
import { MachineNode, type MachineNodeType } from './machine-node.tsx'
import { StageContext, type Picking, type StageParts } from './stage-context.ts'
import type { StageFeed } from './stage-feed.ts'

const nodeTypes = { machine: MachineNode }
const edgeTypes = { link: LinkEdge }
/** The layout is made for the size at hand, so the picture is never scaled. */
const still = { x: 0, y: 0, zoom: 1 }
const proOptions = { hideAttribution: true }

interface FlowStageProps extends Omit<StageProps, 'isPlaying' | 'picking'> {
  readonly picking: Picking | null
  readonly size: { readonly width: number; readonly height: number }
  readonly feed: StageFeed
  readonly servers: number
}

export function FlowStage({ size, feed, servers, trace, index, clock, words, locale, selectedLane, picking, onSelect, onCommand, describe, mostMarks }: FlowStageProps) {
  const { width, height } = size
  const databaseLane = index.config.database === undefined ? null : index.config.servers.length + 2
  const layout = useMemo(() => layoutStage({ width, height, servers, databaseLane }), [width, height, servers, databaseLane])
  const nodes = useMemo(() => nodesOf(layout), [layout])
  const edges = useMemo(() => edgesOf(layout), [layout])
  const [tabLane, setTabLane] = useState(0)
  const [cameFrom, setCameFrom] = useState(2)
  const [menu, setMenu] = useState<{ readonly lane: number; readonly anchor: HTMLElement } | null>(null)

  const onFocus = useCallback((lane: number) => {
    setTabLane(lane)
    if (lane > 1 && lane !== databaseLane) setCameFrom(lane)
    onSelect(lane)
  }, [onSelect, databaseLane])
  const onMenu = useCallback((lane: number, anchor: HTMLElement) => {
    anchor.focus()
    if (picking !== null) {
      if (picking.lanes.includes(lane)) picking.onPick(lane)
    } else if (lane !== databaseLane) setMenu({ lane, anchor })
  }, [databaseLane, picking])
  const onMove = useCallback((lane: number, key: string) => {
    const next = neighbour(layout, lane, key, cameFrom)
    if (next === lane) return
    document.activeElement?.closest('.react-flow')?.querySelector<HTMLElement>(`[data-lane="${next}"]`)?.focus()
  }, [layout, cameFrom])
  const closeMenu = useCallback(() => setMenu(null), [])

  const parts: StageParts = useMemo(
    () => ({
      feed, layout, trace, config: index.config, words, locale, describe: describe ?? null, selectedLane, menuLane: menu?.lane ?? -1, picking,
      tabLane: placeOf(layout, tabLane) === undefined ? 0 : tabLane, onFocus, onMove, onMenu,
    }),
    [feed, layout, trace, index, words, locale, describe, selectedLane, tabLane, menu, picking, onFocus, onMove, onMenu],
  )

  return (
    <StageContext value={parts}>
      <div className="absolute inset-0">
        <ReactFlow
          nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} viewport={still} minZoom={1} maxZoom={1}
          aria-label={words.label} proOptions={proOptions} disableKeyboardA11y preventScrolling={false}
          nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false}
          panOnDrag={false} zoomOnScroll={false} zoomOnPinch={false} zoomOnDoubleClick={false} autoPanOnNodeFocus={false} deleteKeyCode={null}
          selectionKeyCode={null} multiSelectionKeyCode={null} panActivationKeyCode={null} zoomActivationKeyCode={null}
        />
      </div>
      <FlightsCanvas
        trace={trace} index={index} clock={clock} layout={layout} words={words} locale={locale}
        {...(mostMarks === undefined ? {} : { mostMarks })}
      />
      {menu !== null && (
        <MachineMenu
          actions={actionsFor(feed.system(), menu.lane, words, locale)} anchor={menu.anchor}
          label={words.menu.replace('{name}', nameOf(feed, menu.lane, words))} onChoose={onCommand} onClose={closeMenu}
        />
      )}
    </StageContext>
  )
}

function nameOf(feed: StageFeed, lane: number, words: StageProps['words']): string {
  return lane === 0 ? words.nodes.clients : lane === 1 ? words.nodes.balancer : feed.system().lanes[lane]!.id
}

/** The node an arrow key leads to: along a link sideways, to the next server up or down. */
function neighbour(layout: StageLayout, lane: number, key: string, cameFrom: number): number {
  const servers = layout.servers.map((server) => server.lane)
  const database = layout.database?.lane ?? -1
  const back = servers.includes(cameFrom) ? cameFrom : (servers.at(-1) ?? lane)
  if (key === 'ArrowLeft') return lane === database ? back : Math.max(0, lane > 1 ? 1 : lane - 1)
  if (key === 'ArrowRight') return lane === 0 ? 1 : lane === 1 ? back : database > 0 ? database : lane
  const at = servers.indexOf(lane)
  return servers[at < 0 ? -1 : Math.min(servers.length - 1, Math.max(0, at + (key === 'ArrowDown' ? 1 : -1)))] ?? lane
}

function nodesOf(layout: StageLayout): MachineNodeType[] {
  const lanes = [0, 1, ...layout.servers.map((server) => server.lane), ...(layout.database === null ? [] : [layout.database.lane])]
  return lanes.map((lane): MachineNodeType => {
    const { box } = placeOf(layout, lane)!
    return {
      id: String(lane), type: 'machine', position: { x: box.x, y: box.y }, data: { lane }, width: box.w, height: box.h,
    }
  })
}

function edgesOf(layout: StageLayout): LinkEdgeType[] {
  const links = layout.links.map(({ lane }): LinkEdgeType => ({
    id: `link ${lane}`, type: 'link', source: lane === 1 ? '0' : '1', target: String(lane), data: { lane, isQuery: false },
    domAttributes: { 'aria-hidden': true },
  }))
  const queries = layout.queries.map(({ lane }): LinkEdgeType => ({
    id: `query ${lane}`, type: 'link', source: String(lane), target: String(layout.database!.lane), data: { lane, isQuery: true },
    domAttributes: { 'aria-hidden': true },
  }))
  return [...links, ...queries]
}
