'use client'

import { useMemo } from 'react'
import { Handle, Position, ReactFlow, type Edge, type EdgeProps, type Node, type NodeProps } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { lanesOf, linksOf, placeOf, type StageLayout } from './layout.ts'
import { LinkEdge } from './link-edge.tsx'
import { MachineNode } from './machine-node.tsx'

export interface MovableProps {
  readonly layout: StageLayout
  /** A machine's box is dragged to (x, y). */
  readonly onDrag: (lane: number, x: number, y: number) => void
}

type MachineNodeType = Node<{ readonly lane: number }, 'machine'>
type LinkEdgeType = Edge<{ readonly lane: number; readonly isQuery: boolean; readonly from: number; readonly to: number }, 'link'>

const nodeTypes = { machine: MovableMachine }
const edgeTypes = { link: ({ data }: EdgeProps<LinkEdgeType>) => <LinkEdge {...data!} /> }
/** The layout is made for the size at hand, so the picture is never scaled. */
const still = { x: 0, y: 0, zoom: 1 }
const proOptions = { hideAttribution: true }
/** A click whose hand trembles is no drag. */
const DRAG_FROM_PX = 5

/** The same machines and links as nodes and edges that a mouse can move about. */
export function MovableMachines({ layout, onDrag }: MovableProps) {
  const nodes = useMemo(() => nodesOf(layout), [layout])
  const edges = useMemo(() => edgesOf(layout), [layout])
  const extent = useMemo((): [[number, number], [number, number]] => [[0, 0], [layout.width, layout.height]], [layout.width, layout.height])
  return (
    <ReactFlow
      nodes={nodes} edges={edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} viewport={still} minZoom={1} maxZoom={1}
      proOptions={proOptions} disableKeyboardA11y preventScrolling={false} nodeExtent={extent} nodeDragThreshold={DRAG_FROM_PX}
      onNodeDrag={(_event, node) => onDrag(node.data.lane, node.position.x, node.position.y)}
      nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} autoPanOnNodeDrag={false}
      panOnDrag={false} zoomOnScroll={false} zoomOnPinch={false} zoomOnDoubleClick={false} autoPanOnNodeFocus={false} deleteKeyCode={null}
      selectionKeyCode={null} multiSelectionKeyCode={null} panActivationKeyCode={null} zoomActivationKeyCode={null}
    />
  )
}

/** React Flow draws no link without handles; where a link begins and ends, the layout says. */
function MovableMachine({ data: { lane } }: NodeProps<MachineNodeType>) {
  return (
    <>
      <Handle type="source" position={Position.Right} isConnectable={false} />
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <MachineNode lane={lane} />
    </>
  )
}

function nodesOf(layout: StageLayout): MachineNodeType[] {
  return lanesOf(layout).map((lane): MachineNodeType => {
    const { box } = placeOf(layout, lane)!
    return { id: String(lane), type: 'machine', position: { x: box.x, y: box.y }, data: { lane }, width: box.w, height: box.h }
  })
}

function edgesOf(layout: StageLayout): LinkEdgeType[] {
  return linksOf(layout).map(({ lane, isQuery, from, to }): LinkEdgeType => ({
    id: `${from} ${to}`, type: 'link', source: String(from), target: String(to), data: { lane, isQuery, from, to }, domAttributes: { 'aria-hidden': true },
  }))
}
