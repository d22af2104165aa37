'use client'

import { useState } from 'react'
import type { BenchRun } from '@/components/simulation/arrival-run.ts'
import { csvLine } from '@/components/table/csv.ts'
import { decisionAt, writeLimiter } from '@/components/simulation/arrival-tools.ts'
import { control, field } from '@/components/ui/control.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import { saveFile } from './arrival-input.tsx'
import { nameOf, writeInstant, type Words } from './arrival-words.ts'
import { explainDecision, type Side } from './describe-decision.ts'
import type { Bench } from './use-bench.ts'

const PAGE = 25
/** Beyond so many rows a file has the figures without the sentences. */
const MOST_SENTENCES = 20_000
const CHUNK = 10_000

/** Every decision, in order of time: the equal of the picture. */
export function DecisionTable({ words, bench, run }: { words: Words; bench: Bench; run: BenchRun }) {
  const { locale, text: { table, read } } = words
  const [isDiffering, setDiffering] = useState(false)
  const [page, setPage] = useState(0)
  const { arrivals } = run.text
  const rows = isDiffering ? run.differing : run.order
  const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1)
  const from = Math.min(page, last) * PAGE
  const shown = rows.subarray(from, from + PAGE)
  const hasKeys = arrivals.keys.length > 1
  const numbers = new Map<number, number>()
  if (isDiffering) {
    const wanted = new Set(shown)
    run.order.forEach((i, at) => { if (wanted.has(i)) numbers.set(i, at + 1) })
  } else shown.forEach((i, at) => numbers.set(i, from + at + 1))
  return (
    <section className="pt-6">
      <div className="flex flex-wrap items-center gap-2 text-14">
        <h2 className="heading mr-auto text-22">{table.title}</h2>
        <label className="flex items-center gap-2">
          <span className="text-ink-2">{table.show}</span>
          <select className={`${field} px-1.5`} value={isDiffering ? 'differing' : 'all'} onChange={(event) => {
            setDiffering(event.target.value === 'differing')
            setPage(0)
          }}>
            <option value="all">{table.all}</option>
            <option value="differing">{table.differing}</option>
          </select>
        </label>
        <button type="button" className={`${control} px-2.5`} disabled={rows.length === 0} onClick={() => void saveCsv(words, run, rows)}>{table.csv}</button>
        <button type="button" className={`${control} px-2.5`} disabled={rows.length === 0} onClick={() => saveFile(JSON.stringify(caseOf(run), null, 1), 'arrivals-case.json', 'application/json')}>{table.json}</button>
      </div>
      {rows.length === 0 ? <p className="py-4 text-ink-2">{table.none}</p> : (
        <div className="mt-2">
          <table className="w-full border-collapse text-left text-14 leading-snug max-wide:block">
            <caption className="sr-only">{table.caption}</caption>
            <thead className="max-wide:sr-only">
              <tr className="border-b-[1.5px] border-ink text-ink-2 [&>th]:py-1.5 [&>th]:pr-4 [&>th]:font-normal">
                <th scope="col" className="text-right">{table.number}</th>
                <th scope="col" className="text-right">{table.time}</th>
                {hasKeys ? <th scope="col">{table.client}</th> : null}
                <th scope="col" className="text-right">{table.cost}</th>
                {([0, 1] as const).map((side) => <th key={side} scope="col" className="w-[38%]">{side + 1}{'\u2002'}{nameOf(words, run.specs[side])}</th>)}
              </tr>
            </thead>
            <tbody className="max-wide:block max-wide:border-t-[1.5px] max-wide:border-ink">
              {Array.from(shown, (i) => (
                <tr key={i} className={`border-b border-line [&>*]:py-1.5 [&>*]:pr-4 [&>*]:align-top max-wide:block max-wide:py-2 max-wide:[&>*]:py-0 max-wide:[&>*:not([data-why])]:inline-block ${i === bench.cursor ? 'bg-sunk outline-2 -outline-offset-2 outline-now' : ''}`}>
                  <th scope="row" className="text-right font-normal tabular-nums">
                    <button type="button" className="link cursor-pointer tabular-nums" onClick={() => bench.setCursor(i)}>{formatNumber(locale, numbers.get(i) ?? 0)}</button>
                  </th>
                  <td className="whitespace-nowrap text-right tabular-nums">{writeInstant(arrivals.atUs[i]!, run.originUs)}</td>
                  {hasKeys ? <td className="max-w-40 truncate">{arrivals.keys[arrivals.key[i]!]}</td> : null}
                  <td className="text-right tabular-nums max-wide:hidden">{formatNumber(locale, arrivals.cost[i]!)}</td>
                  {([0, 1] as const).map((side) => <Cell key={side} words={words} run={run} side={side} i={i} verdicts={read.verdicts} />)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > PAGE ? (
        <div className="flex items-center gap-2 py-3 text-14">
          <button type="button" className={`${control} px-2.5`} disabled={from === 0} onClick={() => setPage(Math.min(page, last) - 1)}>{table.earlier}</button>
          <button type="button" className={`${control} px-2.5`} disabled={from + PAGE >= rows.length} onClick={() => setPage(Math.min(page, last) + 1)}>{table.later}</button>
          <p aria-live="polite" className="text-ink-2 tabular-nums">{formatWith(locale, table.page, { from: from + 1, to: Math.min(rows.length, from + PAGE), count: rows.length })}</p>
        </div>
      ) : null}
    </section>
  )
}

const TONES = { admitted: 'text-req', delayed: 'text-wait-text', rejected: 'text-fail-text' } as const

function Cell({ words, run, side, i, verdicts }: { words: Words; run: BenchRun; side: Side; i: number; verdicts: Words['text']['read']['verdicts'] }) {
  const { verdict, sentence } = explainDecision(words, run, side, i)
  return <td data-why="" className="max-wide:block max-wide:pl-4 max-wide:-indent-4"><span aria-hidden="true" className="text-ink-2 wide:hidden">{side + 1}{'\u2002'}</span><span className={`font-semibold ${TONES[verdict]}`}>{verdicts[verdict]}</span>{'\u2002'}{sentence}</td>
}

/** In parts, so that the page stays alive over a million rows. */
async function saveCsv(words: Words, run: BenchRun, rows: Uint32Array): Promise<void> {
  const { arrivals } = run.text
  const hasSentences = rows.length <= MOST_SENTENCES
  const columns = (side: 1 | 2): readonly string[] => ['verdict', 'reason', 'before', 'after', 'remaining', 'delay_us', 'retry_at_us', ...(hasSentences ? ['why'] : [])].map((name) => `${name}_${side}`)
  const parts = [csvLine(['line', 'time_us', 'client', 'cost', ...columns(1), ...columns(2)])]
  for (let from = 0; from < rows.length; from += CHUNK) {
    let part = ''
    for (const i of rows.subarray(from, from + CHUNK)) {
      const sides = ([0, 1] as const).flatMap((side) => {
        const { before, after } = run.replays[side]
        const { kind, reason, remaining, delayUs, retryAtUs } = decisionAt(run.replays[side], i)
        return [kind, reason, String(before[i]), String(after[i]), String(remaining), String(delayUs), retryAtUs === null ? '' : String(retryAtUs), ...(hasSentences ? [explainDecision(words, run, side, i).sentence] : [])]
      })
      part += csvLine([String(arrivals.line[i]), String(arrivals.atUs[i]), arrivals.keys[arrivals.key[i]!]!, String(arrivals.cost[i]), ...sides])
    }
    parts.push(part)
    await new Promise((resolve) => setTimeout(resolve))
  }
  saveFile(parts.join(''), 'decisions.csv', 'text/csv')
}

/** Arrivals and what each limiter decided, in the order asked: a case that can be put to a real server and compared. */
function caseOf(run: BenchRun): object {
  const { atUs, key, keys, cost, count } = run.text.arrivals
  return {
    format: 'slantwise/arrivals/1',
    limiters: run.specs.map((spec, side) => ({ limiter: writeLimiter(spec), config: run.compiled[side as Side].config })),
    arrivals: Array.from({ length: count }, (_, i) => ({
      atUs: atUs[i], key: keys[key[i]!], cost: cost[i],
      decided: run.replays.map((replay) => {
        const { kind, delayUs } = decisionAt(replay, i)
        return delayUs > 0 ? { kind, delayUs } : { kind }
      }),
    })),
  }
}
