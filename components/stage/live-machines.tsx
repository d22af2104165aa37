'use client'

import { useCallback, useEffect, useMemo, useRef, useState, type ComponentType } from 'react'
import type { StageProps } from './stage.tsx'
import { FlightsCanvas } from './flights-canvas.tsx'
import { lanesOf, layoutStage, linksOf, moveMachines, placeOf, type Moves, type StageLayout } from './layout.ts'
import { limiterLanes } from './limiter-actions.ts'
import { LinkEdge } from './link-edge.tsx'
import { actionsFor, nameOfLane } from './machine-actions.ts'
import { MachineMenu } from './machine-menu.tsx'
import { MachineNode } from './machine-node.tsx'
import type { MovableProps } from './movable-machines.tsx'
import { StageContext, type Picking, type StageParts } from './stage-context.ts'
import type { StageFeed } from './stage-feed.ts'

interface LiveMachinesProps extends Omit<StageProps, 'isPlaying' | 'picking'> {
  readonly picking: Picking | null
  readonly size: { readonly width: number; readonly height: number }
  readonly feed: StageFeed
  readonly servers: number
}

/** Machines, links and what is under way between them, as they are at now. */
export function LiveMachines({ size, feed, servers, trace, index, clock, words, locale, selectedLane, picking, onSelect, onCommand, describe, mostMarks }: LiveMachinesProps) {
  const { width, height } = size
  const databaseLane = index.config.database === undefined ? null : index.config.servers.length + 2
  const [moves, setMoves] = useState<Moves>(noMoves)
  const laidOut = useMemo(() => layoutStage({ width, height, servers, databaseLane, limiter: limiterLanes(index.config) }), [width, height, servers, databaseLane, index])
  const layout = useMemo(() => moveMachines(laidOut, moves), [laidOut, moves])
  const [tabLane, setTabLane] = useState(0)
  const [cameFrom, setCameFrom] = useState(2)
  const [menu, setMenu] = useState<{ readonly lane: number; readonly anchor: HTMLElement } | null>(null)

  const onFocus = useCallback((lane: number) => {
    setTabLane(lane)
    if (lane > 1 && index.config.servers.length + 2 > lane) setCameFrom(lane)
    onSelect(lane)
  }, [onSelect, index])
  const onMenu = useCallback((lane: number, anchor: HTMLElement) => {
    anchor.focus()
    if (picking !== null) {
      if (picking.lanes.includes(lane)) picking.onPick(lane)
    } else if (lane !== databaseLane) setMenu({ lane, anchor })
  }, [databaseLane, picking])
  const onMove = useCallback((lane: number, key: string) => {
    const next = neighbour(layout, lane, key, cameFrom)
    if (next === lane) return
    document.activeElement?.closest('.stage-machines')?.querySelector<HTMLElement>(`[data-lane="${next}"]`)?.focus()
  }, [layout, cameFrom])
  const closeMenu = useCallback(() => setMenu(null), [])
  const onDrag = useCallback((lane: number, x: number, y: number) => {
    const { box } = placeOf(laidOut, lane)!
    setMoves((before) => new Map(before).set(lane, { x: x - box.x, y: y - box.y }))
  }, [laidOut])
  const surface = useRef<HTMLDivElement>(null)
  const { Movable, hurry } = useMovable(surface, menu === null)

  const parts: StageParts = useMemo(
    () => ({
      feed, layout, trace, config: index.config, words, locale, describe: describe ?? null, selectedLane, menuLane: menu?.lane ?? -1, picking,
      tabLane: placeOf(layout, tabLane) === undefined ? 0 : tabLane, onFocus, onMove, onMenu,
    }),
    [feed, layout, trace, index, words, locale, describe, selectedLane, tabLane, menu, picking, onFocus, onMove, onMenu],
  )

  return (
    <StageContext value={parts}>
      <div ref={surface} className="stage-machines absolute inset-0" role="group" aria-label={words.label} onPointerEnter={hurry}>
        {Movable === null ? <PlacedMachines layout={layout} /> : <Movable layout={layout} onDrag={onDrag} />}
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

const noMoves: Moves = new Map()

/** Machines where the layout puts them. */
function PlacedMachines({ layout }: { layout: StageLayout }) {
  return (
    <>
      <svg className="pointer-events-none absolute h-full w-full overflow-visible" aria-hidden="true" focusable="false">
        {linksOf(layout).map((link) => <LinkEdge key={`${link.from} ${link.to}`} {...link} />)}
      </svg>
      {lanesOf(layout).map((lane) => {
        const { box } = placeOf(layout, lane)!
        return <div key={lane} className="absolute top-0 left-0" style={{ width: box.w, height: box.h, transform: `translate(${box.x}px, ${box.y}px)` }}><MachineNode lane={lane} /></div>
      })}
    </>
  )
}

/**
 * Machines that a mouse can move come from a library of fifty kilobytes, which nobody needs who only watches: it is fetched when a
 * mouse comes near, and takes over while no button is pressed, no menu is open and no machine has the focus.
 */
function useMovable(surface: React.RefObject<HTMLElement | null>, isAtRest: boolean) {
  const [fetched, setFetched] = useState<ComponentType<MovableProps> | null>(null)
  const [Movable, setMovable] = useState<ComponentType<MovableProps> | null>(null)
  const isAsked = useRef(false)
  const hurry = useCallback((event: React.PointerEvent) => {
    if (isAsked.current || event.pointerType !== 'mouse') return
    isAsked.current = true
    import('./movable-machines.tsx').then((module) => setFetched(() => module.MovableMachines)).catch(() => (isAsked.current = false))
  }, [])
  useEffect(() => {
    if (fetched === null || Movable !== null || !isAtRest) return
    let isPressed = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (!isPressed && surface.current?.contains(document.activeElement) === false) setMovable(() => fetched)
      })
    }
    const pressed = () => (isPressed = true)
    const released = () => {
      isPressed = false
      later()
    }
    window.addEventListener('pointerdown', pressed, true)
    window.addEventListener('pointerup', released, true)
    window.addEventListener('focusout', later)
    later()
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pointerdown', pressed, true)
      window.removeEventListener('pointerup', released, true)
      window.removeEventListener('focusout', later)
    }
  }, [fetched, Movable, isAtRest, surface])
  return { Movable, hurry }
}

function nameOf(feed: StageFeed, lane: number, words: StageProps['words']): string {
  return lane === 0 ? words.nodes.clients : lane === 1 ? words.nodes.balancer : nameOfLane(words, feed.system().lanes[lane]!)
}

/** The node an arrow key leads to: along a link sideways, to the next server up or down. */
function neighbour(layout: StageLayout, lane: number, key: string, cameFrom: number): number {
  const gates = layout.gates.map((gate) => gate.lane)
  const store = layout.limitStore?.lane ?? -1
  if (gates.length > 0) {
    const gate = gates.indexOf(lane)
    if (lane === store) return key === 'ArrowUp' ? gates.at(-1)! : key === 'ArrowLeft' ? gates.at(-1)! : key === 'ArrowRight' ? 1 : lane
    if (lane === 0 && key === 'ArrowRight') return gates[0]!
    if (lane === 1 && key === 'ArrowLeft') return gates[0]!
    if (gate >= 0 && key === 'ArrowLeft') return 0
    if (gate >= 0 && key === 'ArrowRight') return 1
    if (gate >= 0 && key === 'ArrowDown') return gates[gate + 1] ?? (store >= 0 ? store : lane)
    if (gate >= 0 && key === 'ArrowUp') return gates[gate - 1] ?? lane
  }
  const servers = layout.servers.map((server) => server.lane)
  const database = layout.database?.lane ?? -1
  const back = servers.includes(cameFrom) ? cameFrom : (servers.at(-1) ?? lane)
  if (key === 'ArrowLeft') return lane === database ? back : Math.max(0, lane > 1 ? 1 : lane - 1)
  if (key === 'ArrowRight') return lane === 0 ? 1 : lane === 1 ? back : database > 0 ? database : lane
  const at = servers.indexOf(lane)
  return servers[at < 0 ? -1 : Math.min(servers.length - 1, Math.max(0, at + (key === 'ArrowDown' ? 1 : -1)))] ?? lane
}
