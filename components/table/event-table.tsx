'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { LatencyChart } from '@/components/charts/latency-chart.tsx'
import { formatTime } from '@/components/narration/describe.ts'
import { useNarrator } from '@/components/narration/use-narrator.tsx'
import type { RunNarrator } from '@/components/families/family-view.ts'
import { useInstant, useSimulation } from '@/components/simulation/context.tsx'
import { control, field } from '@/components/ui/control.ts'
import { useWords } from '@/components/workbench/words.tsx'
import { formatWith } from '@/lib/i18n.ts'
import type { Trace } from '@/simulations/kernel/trace.ts'
import { csvLine } from './csv.ts'
import { filteredRows, placeOf, ROW_KINDS, type RowFilter, type RowKind } from './rows.ts'

const ROW_PX = 30
/** For fingers; a sentence has two lines then. */
const ROW_COARSE_PX = 44
const OVERSCAN = 10
/** Browsers stop drawing very tall boxes; beyond this the table is paged. */
const MOST_ROWS = 300_000

/** The log as a table: the equal of the picture, for eyes, ears and spreadsheets. */
export function EventTable({ id }: { id: string }) {
  const trace = useSimulation((state) => state.trace)
  const narrator = useNarrator()
  return trace === null || narrator === null ? <div id={id} /> : <FilledTable id={id} trace={trace} narrator={narrator} />
}

function FilledTable({ id, trace, narrator }: { id: string; trace: Trace; narrator: RunNarrator }) {
  const { simulation: words, locale } = useWords()
  const text = words.table
  const selectedLane = useSimulation((state) => state.selectedLane)
  const hasLatency = useSimulation((state) => state.index !== null)
  const [kind, setKind] = useState<RowKind>('all')
  const [lane, setLane] = useState(-1)
  const [request, setRequest] = useState('')
  const wanted = Number.parseInt(request, 10)
  const place = lane >= 0 ? lane : selectedLane
  const rows = useMemo(() => {
    const filter: RowFilter = { kind, lane: place, request: Number.isNaN(wanted) ? -1 : wanted - 1 }
    return filteredRows(trace, filter).subarray(0, MOST_ROWS)
  }, [trace, kind, place, wanted])
  return (
    <div id={id} className="grid min-h-0 grid-cols-[minmax(0,1fr)_auto] grid-rows-[minmax(0,1fr)] max-desk:grid-cols-[minmax(0,1fr)]">
      <div className="flex min-h-0 min-w-0 flex-col">
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 text-14">
          <h3 className="mr-2 text-15 font-semibold max-wide:sr-only">{text.title}</h3>
          <select aria-label={text.kind} className={`${field} px-1.5`} value={kind} onChange={(event) => setKind(event.target.value as RowKind)}>
            {ROW_KINDS.map((one) => <option key={one} value={one}>{text.kinds[one]}</option>)}
          </select>
          <select aria-label={text.where} className={`${field} px-1.5`} value={place} onChange={(event) => setLane(Number(event.target.value))}>
            <option value={-1}>{text.allPlaces}</option>
            {trace.lanes.map((one, number) => <option key={one.id} value={number}>{narrator.laneName(number)}</option>)}
          </select>
          <label className="flex items-center gap-1.5">
            <span className="text-ink-2">{text.request}</span>
            <input inputMode="numeric" value={request} placeholder={text.requestPlaceholder} onChange={(event) => setRequest(event.target.value.replace(/\D/g, '').slice(0, 9))} className={`${field} w-20 px-1.5 text-right`} />
          </label>
          <span aria-live="polite" className="text-ink-3 tabular-nums">{formatWith(locale, text.shown, { shown: rows.length, rows: trace.log.count })}</span>
          <button type="button" className={`${control} ml-auto px-2.5`} onClick={() => saveCsv(trace, narrator, rows, [text.time, text.where, text.what, text.message, text.value])}>{text.csv}</button>
        </div>
        <Rows trace={trace} narrator={narrator} rows={rows} />
      </div>
      {hasLatency ? <div className="w-[22rem] border-l border-line p-5 max-desk:hidden"><LatencyChart /></div> : null}
    </div>
  )
}

function Rows({ trace, narrator, rows }: { trace: Trace; narrator: RunNarrator; rows: Uint32Array }) {
  const { simulation: words, locale } = useWords()
  const text = words.table
  const { row } = useInstant(250)
  const seekRow = useSimulation((state) => state.seekRow)
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 600 })
  const [isFollowing, setFollowing] = useState(true)
  const [rowPx] = useState(() => (matchMedia('(pointer: coarse)').matches ? ROW_COARSE_PX : ROW_PX))
  const now = placeOf(rows, row)

  useEffect(() => {
    const element = box.current!
    const observer = new ResizeObserver(() => setView((before) => ({ ...before, height: element.clientHeight })))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    const element = box.current!
    if (!isFollowing || now < 0) return
    const top = now * rowPx
    if (top < element.scrollTop || top > element.scrollTop + element.clientHeight - 3 * rowPx) element.scrollTop = Math.max(0, top - element.clientHeight / 2)
  }, [now, isFollowing, rows, rowPx])

  const first = Math.max(0, Math.floor(view.top / rowPx) - OVERSCAN)
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowPx) + OVERSCAN)
  const page = (direction: 1 | -1) => {
    setFollowing(false)
    box.current?.scrollBy({ top: direction * (view.height - 2 * rowPx) })
  }
  const cell = 'truncate py-0 pr-4 align-middle'
  return (
    <>
      <div ref={box} tabIndex={0} role="region" aria-label={text.title} className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]" onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })} onWheel={() => setFollowing(false)}>
        <table aria-rowcount={rows.length + 1} className="w-full table-fixed border-separate border-spacing-0 text-14 leading-none">
          <caption className="sr-only">{formatWith(locale, text.caption, { rows: rows.length })}</caption>
          <colgroup>
            <col className="w-[7rem]" /><col className="w-[6rem] max-wide:hidden" /><col /><col className="w-[5rem] max-wide:hidden" /><col className="w-[5.5rem] max-wide:hidden" />
          </colgroup>
          <thead>
            <tr aria-rowindex={1} className="text-left text-ink-2 [&>th]:sticky [&>th]:top-0 [&>th]:z-1 [&>th]:h-8 [&>th]:border-b-[1.5px] [&>th]:border-ink [&>th]:bg-sheet [&>th]:font-normal">
              <th scope="col" className="pl-4">{text.time}</th>
              <th scope="col" className="max-wide:hidden">{text.where}</th>
              <th scope="col">{text.what}</th>
              <th scope="col" className="pr-4 text-right max-wide:hidden">{text.message}</th>
              <th scope="col" className="pr-4 text-right max-wide:hidden">{text.value}</th>
            </tr>
          </thead>
          <tbody>
            {first > 0 ? <tr aria-hidden="true"><td style={{ height: first * rowPx, padding: 0 }} /></tr> : null}
            {Array.from({ length: Math.max(0, last - first) }, (_, i) => {
              const at = first + i
              const logRow = rows[at]!
              const time = formatTime(trace.log.at[logRow]!)
              const tone = at === now ? 'bg-now-wash text-ink' : at > now ? 'text-ink-3' : 'text-ink'
              return (
                <tr key={logRow} aria-rowindex={at + 2} aria-current={at === now ? 'time' : undefined} className={`cursor-pointer hover:bg-paper ${tone} [&>td]:h-[30px] pointer-coarse:[&>td]:h-[44px] [&>td]:border-b [&>td]:border-line`} onClick={() => seekRow(logRow)}>
                  <td className={`${cell} pl-4`}>
                    <button type="button" className="cursor-pointer font-mono text-13 tabular-nums pointer-coarse:h-10" aria-label={formatWith(locale, text.goTo, { time })}>{time}</button>
                  </td>
                  <td className={`${cell} max-wide:hidden`}>{narrator.laneName(trace.log.lane[logRow]!)}</td>
                  <td className={cell} title={narrator.event(logRow)}><span className="pointer-coarse:line-clamp-2 pointer-coarse:leading-tight pointer-coarse:whitespace-normal">{narrator.event(logRow)}</span></td>
                  <td className={`${cell} text-right max-wide:hidden`}>{narrator.request(logRow)}</td>
                  <td className={`${cell} text-right max-wide:hidden`}>{narrator.value(logRow)}</td>
                </tr>
              )
            })}
            {last < rows.length ? <tr aria-hidden="true"><td style={{ height: (rows.length - last) * rowPx, padding: 0 }} /></tr> : null}
          </tbody>
        </table>
        {rows.length === 0 ? <p className="px-4 py-6 text-15 text-ink-2">{text.empty}</p> : null}
      </div>
      <div className="flex items-center gap-2 border-t border-line px-4 py-1.5 text-14">
        <button type="button" className={`${control} px-2.5`} disabled={view.top <= 0} onClick={() => page(-1)}>{text.previous}</button>
        <button type="button" className={`${control} px-2.5`} disabled={view.top + view.height >= rows.length * rowPx} onClick={() => page(1)}>{text.next}</button>
        <label className="ml-auto flex items-center gap-2 pointer-coarse:min-h-11">
          <input type="checkbox" className="size-4 accent-ink" checked={isFollowing} onChange={(event) => setFollowing(event.target.checked)} />
          {text.follow}
        </label>
      </div>
    </>
  )
}

/** Rows are written in parts: a long log does not have to exist twice in memory as one text. */
function saveCsv(trace: Trace, narrator: RunNarrator, rows: Uint32Array, head: readonly string[]): void {
  const parts: string[] = ['\ufeff', csvLine(head)]
  for (const row of rows) {
    parts.push(csvLine([(trace.log.at[row]! / 1e6).toFixed(6), narrator.laneName(trace.log.lane[row]!), narrator.event(row), narrator.request(row), narrator.value(row)]))
  }
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `slantwise-${trace.seed}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
