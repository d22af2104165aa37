'use client'

import { useId, useMemo, useRef, useState, type DragEvent } from 'react'
import { MOST_PROBLEMS, PRESETS, presetText, RECORDINGS, TIME_UNITS } from '@/components/simulation/arrival-tools.ts'
import { control, field } from '@/components/ui/control.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { PresetName } from '@/simulations/components/arrival-bench/presets.ts'
import type { TimeUnit } from '@/simulations/scenario/arrival-text.ts'
import { sortByTime } from './edit-text.ts'
import { nameOf, type Words } from './arrival-words.ts'
import { recordingOf, stateOf } from './recorded-lane.ts'
import { LONGEST_FIELD, LONGEST_TEXT, type Bench } from './use-bench.ts'

/** Lines of a long text that its field shows. */
const SHOWN = 1_000
const LISTED = 8
/** A browser lays out what is pasted into a field line by line; more than this is set as a whole. */
const MOST_PASTED = 4_000
const MOST_SEED = 4_294_967_295

/** The text: written, pasted, dropped or begun from a preset; what is wrong with it stands below, line by line. */
export function ArrivalInput({ words, bench, isShort }: { words: Words; bench: Bench; isShort: boolean }) {
  const { locale, text: { input } } = words
  const [seed, setSeed] = useState(1)
  const [isOver, setOver] = useState(false)
  const id = useId()
  const isLong = bench.text.length > LONGEST_FIELD
  const preset = useMemo(() => (isLong ? undefined : PRESETS.find((name) => bench.text === presetText(name, seed))), [bench.text, isLong, seed])
  const recording = useMemo(() => (isLong ? undefined : recordingOf(bench.text)), [bench.text, isLong])
  const lines = useMemo(() => (isLong ? countLines(bench.text) : 0), [bench.text, isLong])
  const begin = (name: PresetName, from: number): void => {
    bench.setText(presetText(name, from))
    bench.setUnit('ms')
  }
  const choose = (name: string): void => {
    const recorded = RECORDINGS.find((one) => one.name === name)
    if (recorded !== undefined) bench.begin(stateOf(recorded))
    else if (name !== '') begin(name as PresetName, seed)
  }
  const open = (file: File | undefined): void => {
    if (file === undefined) return
    if (file.size > LONGEST_TEXT) return bench.refuse({ kind: 'too-long', letters: file.size })
    file.text().then((text) => bench.setText(text.replaceAll('\r\n', '\n')), () => bench.refuse({ kind: 'file' }))
  }
  const drop = (event: DragEvent): void => {
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    setOver(false)
    open(event.dataTransfer.files[0])
  }
  return (
    <section aria-labelledby={`${id}-title`} className="flex min-w-0 flex-col gap-2.5">
      <h2 id={`${id}-title`} className="heading text-22">{input.title}</h2>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-14">
        <label className="flex min-w-0 flex-1 items-center gap-2">
          <span className="shrink-0 text-ink-2">{input.preset}</span>
          <select className={`${field} min-w-0 flex-1 px-1.5`} value={preset ?? recording?.name ?? ''} onChange={(event) => choose(event.target.value)}>
            {preset === undefined && recording === undefined ? <option value="">{input.presetNone}</option> : null}
            {PRESETS.map((name) => <option key={name} value={name}>{input.presets[name]}</option>)}
            {RECORDINGS.map(({ name }) => <option key={name} value={name}>{input.presets[name]}</option>)}
          </select>
        </label>
        {preset === 'poisson' ? (
          <label className="flex items-center gap-2">
            <span className="text-ink-2">{input.seed}</span>
            <input inputMode="numeric" className={`${field} w-20 px-1.5 text-right`} value={seed} onChange={(event) => {
              const next = Math.min(MOST_SEED, Number(event.target.value.replace(/\D/g, '').slice(0, 10)))
              setSeed(next)
              begin('poisson', next)
            }} />
          </label>
        ) : null}
      </div>
      <p id={`${id}-help`} className="text-14 leading-snug text-ink-2">{input.help}</p>
      <div className={`relative ${isOver ? 'outline-2 outline-now' : ''}`} onDragOver={(event) => { if (event.dataTransfer.types.includes('Files')) { event.preventDefault(); setOver(true) } }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <TextField words={words} bench={bench} isLong={isLong} isShort={isShort} helpId={`${id}-help`} problemsId={`${id}-problems`} />
        {isOver ? <p className="pointer-events-none absolute inset-0 grid place-items-center bg-now-wash text-15 font-semibold">{input.dropped}</p> : null}
      </div>
      {isLong ? <p className="text-14 leading-snug text-ink-2">{formatWith(locale, input.long, { kilobytes: Math.round(bench.text.length / 1024), lines })}</p> : null}
      <div className="flex flex-wrap items-center gap-2 text-14">
        <label className="flex items-center gap-2">
          <span className="text-ink-2">{input.unit}</span>
          <select className={`${field} px-1.5`} value={bench.unit} onChange={(event) => bench.setUnit(event.target.value as TimeUnit)}>
            {TIME_UNITS.map((one) => <option key={one} value={one}>{input.units[one]}</option>)}
          </select>
        </label>
        <button type="button" className={`${control} px-2.5`} disabled={!bench.canUndo} onClick={bench.undo}>{input.undo}</button>
        <FileButton label={input.file} opened={open} />
        <button type="button" className={`${control} px-2.5`} disabled={bench.text === ''} onClick={() => saveFile(bench.text, 'arrivals.txt', 'text/plain')}>{input.save}</button>
        <button type="button" className={`${control} px-2.5`} disabled={bench.text === ''} onClick={() => bench.setText('')}>{input.clear}</button>
      </div>
      <div id={`${id}-problems`} className="flex flex-col gap-2 text-14 leading-snug"><Reading words={words} bench={bench} canSort={!isLong} /></div>
    </section>
  )
}

function TextField({ words: { text: { input } }, bench, isLong, isShort, helpId, problemsId }: { words: Words; bench: Bench; isLong: boolean; isShort: boolean; helpId: string; problemsId: string }) {
  const shown = useMemo(() => (isLong ? bench.text.slice(0, placeOfLine(bench.text, SHOWN)) : bench.text), [bench.text, isLong])
  return (
    <textarea
      aria-label={input.label} aria-describedby={`${helpId} ${problemsId}`} rows={isShort ? 6 : 12} spellCheck={false} autoCapitalize="off" autoCorrect="off" wrap="off"
      readOnly={isLong} value={shown} aria-invalid={(bench.run?.text.problemCount ?? 0) > 0}
      className="block w-full resize-y rounded-control border border-edge bg-sheet px-2.5 py-2 font-mono text-14 leading-normal tabular-nums read-only:bg-sunk max-wide:text-16"
      onChange={(event) => bench.setText(event.target.value, 'typed')}
      onPaste={(event) => {
        // A long text goes past the field, which would take minutes to lay it out.
        const pasted = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n')
        if (pasted.length <= MOST_PASTED && pasted.length + bench.text.length <= LONGEST_FIELD) return
        event.preventDefault()
        if (isLong) return bench.setText(pasted)
        const { selectionStart, selectionEnd } = event.currentTarget
        bench.setText(bench.text.slice(0, selectionStart) + pasted + bench.text.slice(selectionEnd))
      }}
    />
  )
}

function FileButton({ label, opened }: { label: string; opened: (file: File | undefined) => void }) {
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <>
      <input ref={chooser} type="file" accept=".txt,.log,.csv,.tsv,text/*" className="hidden" tabIndex={-1} aria-hidden="true" onChange={(event) => {
        opened(event.target.files?.[0])
        event.target.value = ''
      }} />
      <button type="button" className={`${control} px-2.5`} onClick={() => chooser.current?.click()}>{label}</button>
    </>
  )
}

/** What was understood, and what was not. */
function Reading({ words, bench, canSort }: { words: Words; bench: Bench; canSort: boolean }) {
  const { locale, text: { reading, refusal: refusals, input } } = words
  const { run, refusal } = bench
  const notes: string[] = []
  const hasCosts = useMemo(() => run?.text.arrivals.cost.some((cost) => cost > 1) ?? false, [run])
  if (run !== null) {
    const { text, specs, compiled, originUs } = run
    if (originUs > 0) notes.push(formatWith(locale, reading.from, { date: new Date(originUs / 1_000).toISOString().replace('.000', '') }))
    if (text.cut > 0) notes.push(formatWith(locale, reading.cut, { count: text.cut }))
    if (text.zoneless > 0) notes.push(formatWith(locale, reading.zoneless, { count: text.zoneless }))
    if (specs.some(({ algorithm }) => algorithm.startsWith('nginx') || algorithm.startsWith('haproxy'))) notes.push(reading.ownAnswer)
    if (hasCosts) {
      for (const side of [0, 1] as const) if (!compiled[side].knowsCost) notes.push(formatWith(locale, reading.noCost, { limiter: nameOf(words, specs[side]) }))
    }
  }
  return (
    <>
      <div role="alert" className="contents">
        {refusal === null ? null : <p className="border-l-4 border-fail bg-fail-wash px-3 py-2">{formatWith(locale, refusals[refusal.kind], { line: 'line' in refusal ? refusal.line : 0, megabytes: 'letters' in refusal ? Math.ceil(refusal.letters / 1024 / 1024) : 0, message: 'message' in refusal ? refusal.message : '' })}</p>}
      </div>
      {run !== null && run.text.problemCount > 0 ? (
        <div className="border-l-4 border-wait bg-wait-wash px-3 py-2" aria-live="polite">
          <p className="font-semibold">{formatWith(locale, reading.problems, { count: run.text.problemCount })}</p>
          <ul className="mt-1 flex max-h-60 flex-col gap-1 overflow-y-auto" tabIndex={0} aria-label={formatWith(locale, reading.problems, { count: run.text.problemCount })}>
            {run.text.problems.slice(0, Math.min(MOST_PROBLEMS, 20 * LISTED)).map(({ line, fault, written }) => <li key={line}>{formatWith(locale, reading.line, { line, what: formatWith(locale, reading.faults[fault], { written }) })}</li>)}
            {run.text.problemCount > 20 * LISTED ? <li>{formatWith(locale, reading.more, { count: run.text.problemCount - 20 * LISTED })}</li> : null}
          </ul>
        </div>
      ) : null}
      {run !== null && run.text.arrivals.jumpsBack > 0 ? (
        <p className="text-ink-2">
          {formatWith(locale, reading.jumps, { count: run.text.arrivals.jumpsBack })}{' '}
          {canSort ? <button type="button" className="link cursor-pointer font-semibold text-ink" onClick={() => bench.setText(sortByTime(bench.text, bench.unit), 'drawn')}>{input.sort}</button> : null}
        </p>
      ) : null}
      {notes.map((note) => <p key={note} className="text-ink-2">{note}</p>)}
    </>
  )
}

function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

function placeOfLine(text: string, line: number): number {
  let at = -1
  for (let count = 0; count < line; count++) {
    at = text.indexOf('\n', at + 1)
    if (at < 0) return text.length
  }
  return Math.min(at, LONGEST_FIELD)
}

/** Hands a text to the browser as a file. */
export function saveFile(text: BlobPart, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
