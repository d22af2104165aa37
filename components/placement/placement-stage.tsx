'use client'

import { memo, useCallback, useId, useRef, useState, useSyncExternalStore } from 'react'
import type { PlacementWords } from '@/components/families/placement-words.ts'
import { leastShare, movedShare, placementNow, type PlacedNode, type PlacementState } from '@/components/projection/placement-state.ts'
import { useInstant, useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import type { PlacementRun } from '@/components/simulation/run.ts'
import type { Picking } from '@/components/stage/stage-context.ts'
import { MachineMenu } from '@/components/stage/machine-menu.tsx'
import { control } from '@/components/ui/control.ts'
import { useWords } from '@/components/workbench/words.tsx'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import { formatShare } from './describe.ts'
import { MapDrawing, NodePatterns, PATTERNS } from './map-drawing.tsx'
import { actionsForNode, nextName } from './node-actions.ts'
import { mapHeight } from './shapes.ts'

const RING_PX = 400
const BAR_PX = 760
const NARROW_PX = 358
const NARROW = '(max-width: 47.5rem)'
/** A map changes a few times in a run, words ten times a second. */
const StillMap = memo(MapDrawing, (a, b) => a.map === b.map && a.before === b.before && a.chosen === b.chosen && a.onChoose === b.onChoose && a.words === b.words && a.frame.width === b.frame.width)

/** Words and bars follow now this often. */
const EVERY_MS = 100

/** The stage of keys on nodes: the map, and a list of nodes with what they hold and how often they are asked. */
export function PlacementStage({ picking = null }: { readonly picking?: Picking | null }) {
  const { placement: words, locale } = useWords()
  const run = useSimulation((state) => state.finished)
  if (run?.family !== 'placement' || words === undefined) return null
  return <LivePlacement run={run} words={words} locale={locale} picking={picking} />
}

function LivePlacement({ run, words, locale, picking }: { run: PlacementRun; words: PlacementWords; locale: Locale; picking: Picking | null }) {
  const id = useId().replace(/[^a-zA-Z0-9]/g, '')
  const { store } = useSimulationParts()
  const { us, row } = useInstant(EVERY_MS)
  const selected = useSimulation((state) => state.selectedLane)
  const chosen = picking === null ? selected : picking.picked
  const { select, intervene } = store.getState()
  const { trace, index, config } = run
  const state = placementNow(trace, index, us, row)
  const { map, mapNumber } = state
  const isNarrow = useNarrow()
  const width = map.kind === 'ring' ? RING_PX : isNarrow ? NARROW_PX : BAR_PX
  const choose = useCallback((lane: number) => {
    if (picking === null) select(lane)
    else if (picking.lanes.includes(lane)) picking.onPick(lane)
  }, [select, picking])
  const shown = state.nodes.filter((node) => trace.lanes[node.lane]!.sinceUs <= state.atUs)
  const isRing = map.kind === 'ring'
  return (
    <div className={`placement-stage grid gap-x-5 gap-y-2 px-4 py-3 ${isRing ? 'wide:grid-cols-[minmax(15rem,24rem)_minmax(0,1fr)]' : ''}`}>
      <div className={isRing ? 'mx-auto w-full max-w-96' : 'max-w-[54rem]'}>
        <StillMap
          id={id} map={map} before={mapNumber > 0 ? index.maps[mapNumber - 1]! : null} names={trace.lanes.map((lane) => lane.id)} words={words} locale={locale}
          keys={config.keys.count} firstNode={state.nodes[0]?.lane ?? 0} frame={{ width, height: mapHeight(map, width) }} chosen={chosen} onChoose={choose}
        />
      </div>
      <div className="min-w-0">
        {picking === null ? null : <p className="mb-1 text-14 text-ink-2">{picking.hint}</p>}
        <NodeList id={id} isDense={shown.length > (isRing ? 8 : 3)} nodes={shown} words={words} locale={locale} scheme={config.scheme} chosen={chosen} onChoose={choose} state={state} />
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1.5">
          <button type="button" className={`${control} px-3 text-14`} data-add-node="" onClick={() => intervene({ kind: 'add-node', node: nextName(trace.lanes.filter((lane) => lane.role === 'service').map((lane) => lane.id)) })}>{words.stage.add}</button>
          <p className="min-w-0 flex-1 basis-64 text-14 leading-snug text-ink-2" data-change="">{state.change === null ? null : <MovedGlyph />}{changeSentence(run, state, words, locale)}</p>
        </div>
      </div>
    </div>
  )
}

/** The mark of a key that has moved, in the sentence that counts them. */
function MovedGlyph() {
  return <svg viewBox="0 0 12 12" className="mr-1 inline size-3 align-[-0.05em] fill-stale" aria-hidden="true"><path d="M6 1L11 6L6 11L1 6Z" /></svg>
}

/** Bars have a drawing of their own where there is little room. */
function useNarrow(): boolean {
  return useSyncExternalStore(watchNarrow, () => matchMedia(NARROW).matches, () => false)
}

function watchNarrow(changed: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** What the last change did, against the least that it had to do. */
function changeSentence({ trace, index }: PlacementRun, { change, mapNumber }: PlacementState, words: PlacementWords, locale: Locale): string {
  if (change === null) return words.change.none
  const { moved, keys, otherwise } = change.note.facts
  const said = formatWith(locale, words.change.moved, { moved: Number(moved), keys: Number(keys), share: formatShare(locale, movedShare(index, mapNumber)), least: formatShare(locale, leastShare(trace, index, mapNumber)) })
  const other = otherwise === undefined ? '' : Number(otherwise) === 0 ? words.change.same : formatWith(locale, words.change.differs, { count: Number(otherwise) })
  return [said, other].filter((sentence) => sentence !== '').join(' ')
}

interface NodeListProps {
  readonly id: string
  /** In two columns, where there is room. */
  readonly isDense: boolean
  readonly nodes: readonly PlacedNode[]
  readonly words: PlacementWords
  readonly locale: Locale
  readonly scheme: string
  readonly chosen: number
  readonly state: PlacementState
  readonly onChoose: (lane: number) => void
}

function NodeList({ id, isDense, nodes, words, locale, scheme, chosen, state, onChoose }: NodeListProps) {
  const { store } = useSimulationParts()
  const [menu, setMenu] = useState<{ readonly lane: number; readonly anchor: HTMLElement } | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const mostKeys = Math.max(1, ...nodes.map((node) => node.keys))
  const mostAsked = Math.max(1, ...nodes.map((node) => node.asked))
  const first = state.nodes[0]?.lane ?? 0
  const open = nodes.find((node) => node.lane === menu?.lane)
  const closeMenu = useCallback(() => setMenu(null), [])
  return (
    <section aria-label={words.stage.nodes} className="@container">
      <div aria-hidden="true" className={`grid ${COLUMNS} gap-x-2 text-13 text-ink-3 ${isDense ? 'desk:hidden' : ''}`}>
        <span /><span>{words.stage.name}</span><span>{words.stage.keys}</span><span className="max-wide:hidden">{words.stage.lookups}</span><span />
      </div>
      <ul ref={list} className={`stage ${isDense ? 'max-h-56 gap-6 overflow-y-auto desk:columns-2' : ''}`} onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
        if (step === 0 || !(event.target instanceof HTMLButtonElement) || !event.target.dataset.lane) return
        event.preventDefault()
        const buttons = [...list.current!.querySelectorAll<HTMLButtonElement>('button[data-lane]')]
        buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length]?.focus()
      }}>
        {nodes.map((node) => {
          const flag = node.isDown ? words.stage.down : node.isThere ? (node.weight === 1 ? '' : formatWith(locale, words.stage.weight, { weight: node.weight })) : words.stage.left
          return (
            <li key={node.lane} className={`grid ${COLUMNS} items-center gap-x-2 border-t border-line text-14 leading-tight ${chosen === node.lane ? 'bg-paper' : ''}`} data-node={node.id}>
              <svg viewBox="0 0 18 18" className={`size-4 ${node.isThere && !node.isDown ? '' : 'opacity-40'}`} aria-hidden="true"><NodePatterns id={`${id}s${node.lane}`} /><rect x={1} y={1} width={16} height={16} fill={`url(#${id}s${node.lane}-${(node.lane - first) % PATTERNS})`} className="stroke-ink" /></svg>
              <button
                type="button" data-lane={node.lane} aria-pressed={chosen === node.lane} className="min-w-0 cursor-pointer truncate py-1 text-left font-semibold pointer-coarse:min-h-11"
                aria-label={[formatWith(locale, words.stage.chosen, { node: node.id, keys: node.keys, share: formatShare(locale, node.share), asked: node.asked }), flag].filter((word) => word !== '').join(', ')}
                onClick={() => onChoose(chosen === node.lane ? -1 : node.lane)}
                onContextMenu={(event) => {
                  event.preventDefault()
                  setMenu({ lane: node.lane, anchor: event.currentTarget })
                }}
              >
                {node.id}{flag === '' ? null : <span className={`ml-1.5 text-13 font-normal ${node.isDown ? 'text-fail-text' : 'text-ink-3'}`}>{flag}</span>}
              </button>
              <Bar part={node.keys / mostKeys} text={isDense ? formatNumber(locale, node.keys) : `${formatNumber(locale, node.keys)} · ${formatShare(locale, node.share)}`} extra={node.arriving === 0 ? '' : formatWith(locale, words.stage.arriving, { count: node.arriving })} />
              <div className="max-wide:hidden"><Bar part={node.asked / mostAsked} text={formatNumber(locale, node.asked)} extra="" /></div>
              <button type="button" aria-haspopup="menu" aria-label={formatWith(locale, words.stage.actions, { node: node.id })} className="size-7 cursor-pointer text-ink-2 hover:text-ink pointer-coarse:size-11" onClick={(event) => setMenu({ lane: node.lane, anchor: event.currentTarget })}>⋯</button>
            </li>
          )
        })}
      </ul>
      {menu === null || open === undefined ? null : (
        <MachineMenu actions={actionsForNode(open, scheme, words, locale)} anchor={menu.anchor} label={formatWith(locale, words.stage.actions, { node: open.id })} onChoose={store.getState().intervene} onClose={closeMenu} />
      )}
    </section>
  )
}

const COLUMNS = 'grid-cols-[1.1rem_minmax(5.5rem,1.1fr)_minmax(0,2fr)_minmax(0,1.3fr)_1.75rem] max-wide:grid-cols-[1.1rem_minmax(5rem,1fr)_minmax(0,1.6fr)_2.75rem]'

function Bar({ part, text, extra }: { part: number; text: string; extra: string }) {
  return (
    <div className="flex min-w-0 items-center gap-1.5" aria-hidden="true">
      <span className="h-2.5 w-6 shrink-0 bg-sunk @md:w-[45%]"><span className="block h-full bg-ink-3" style={{ width: `${(part * 100).toFixed(1)}%` }} /></span>
      <span className="truncate text-13 tabular-nums text-ink-2">{text}{extra === '' ? null : <span className="ml-1.5 text-stale-text">{extra}</span>}</span>
    </div>
  )
}
