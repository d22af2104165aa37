'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { progressEn } from '@/content/dictionaries/progress.en.ts'
import type { progressKo } from '@/content/dictionaries/progress.ko.ts'
import type { MergePreview } from './exchange.ts'
import { addProgress, MAX_FILE_BYTES, readAllProgress, type ProgressEntry } from './log.ts'

export type ProgressWords = typeof progressEn | typeof progressKo

interface PanelProps {
  readonly words: ProgressWords
  readonly locale: Locale
  /** Titles of the lessons there are. */
  readonly titles: Readonly<Record<string, string>>
}

interface Offer {
  readonly entries: readonly ProgressEntry[]
  readonly savedAtMs: number
  readonly preview: MergePreview
}

/** What the browser keeps: saved as a file, and added from one after its merge has been shown. */
export function ProgressPanel({ words, locale, titles }: PanelProps) {
  const [log, setLog] = useState<readonly ProgressEntry[] | null>(null)
  const [offer, setOffer] = useState<Offer | null>(null)
  const [said, say] = useState('')
  const [problem, setProblem] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    let isGone = false
    void readAllProgress().then((entries) => {
      if (!isGone) setLog(entries)
    })
    return () => {
      isGone = true
    }
  }, [])
  useEffect(() => {
    if (offer !== null) place.current?.focus()
  }, [offer])

  const save = async () => {
    const { writeProgressFile } = await import('./exchange.ts')
    const now = Date.now()
    const name = `slantwise-progress-${new Date(now).toISOString().slice(0, 10)}.json`
    const address = URL.createObjectURL(new Blob([writeProgressFile(await readAllProgress(), now)], { type: 'application/json;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    URL.revokeObjectURL(address)
    setProblem('')
    say(formatWith(locale, words.saved, { file: name }))
  }
  const read = async (chosen: File) => {
    const { readProgressFile, previewMerge } = await import('./exchange.ts')
    const reading = chosen.size > MAX_FILE_BYTES ? ({ ok: false, reason: 'too-large', where: 0 } as const) : readProgressFile(new Uint8Array(await chosen.arrayBuffer()))
    say('')
    setOffer(null)
    if (!reading.ok) return setProblem(formatWith(locale, words.refused[reading.reason], { where: reading.where }))
    setProblem('')
    setOffer({ ...reading, preview: previewMerge(await readAllProgress(), reading.entries) })
  }
  const add = async ({ entries }: Offer) => {
    const { missingFrom } = await import('./exchange.ts')
    const added = await addProgress((known) => missingFrom(known, entries))
    setOffer(null)
    setLog(await readAllProgress())
    if (added === null) setProblem(words.failed)
    else say(formatWith(locale, words.added, { fresh: added }))
    file.current?.focus()
  }
  const isEmpty = log === null || log.length === 0
  return (
    <div data-progress={log === null ? 'opening' : log.length}>
      <p className="mt-3 min-h-7">{isEmpty ? words.empty : formatWith(locale, words.holds, { entries: log.length, lessons: new Set(log.map(({ lesson }) => lesson)).size })}</p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <button type="button" className="button" aria-disabled={isEmpty} onClick={() => isEmpty || void save()}>{words.save}</button>
        <label htmlFor={id} className="button cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-now">
          {words.load}
          <input
            ref={file} id={id} type="file" accept=".json,application/json" className="sr-only"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0]
              // The same file can be chosen again.
              if (chosen !== undefined) void read(chosen).finally(() => file.current !== null && (file.current.value = ''))
            }}
          />
        </label>
      </div>
      {problem === '' ? null : <p role="alert" className="mt-4 max-w-[38rem] border border-edge bg-fail-wash px-3 py-2 text-16">{problem}</p>}
      {offer === null ? null : <Merge ref={place} offer={offer} words={words} locale={locale} titles={titles} onAdd={() => void add(offer)} onLeave={() => {
        setOffer(null)
        file.current?.focus()
      }} />}
      <p role="status" className="mt-4 text-16 empty:hidden">{said}</p>
    </div>
  )
}

interface MergeProps extends Omit<PanelProps, 'words'> {
  readonly words: ProgressWords
  readonly offer: Offer
  readonly ref: React.Ref<HTMLDivElement>
  readonly onAdd: () => void
  readonly onLeave: () => void
}

/** What would happen, before it does. */
function Merge({ offer: { preview, savedAtMs }, words, locale, titles, ref, onAdd, onLeave }: MergeProps) {
  const { fresh, known, lessons } = preview
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(savedAtMs)
  const summary = `${formatWith(locale, words.preview, { day, fresh, known })} ${fresh === 0 ? words.nothingNew : words.nothingLost}`
  const isOvertaking = lessons.some(({ overtaken }) => overtaken > 0)
  return (
    <div ref={ref} tabIndex={-1} role="group" aria-label={summary} className="mt-5 max-w-[38rem] border-y border-line py-4 outline-none">
      <p>{summary}</p>
      {lessons.length === 0 ? null : (
        <table className="mt-4 w-full text-16 tabular-nums">
          <thead>
            <tr className="border-b-[1.5px] border-ink text-left text-15 text-ink-2">
              <th scope="col" className="py-1.5 pr-3 font-normal">{words.lesson}</th>
              <th scope="col" className="px-3 text-right font-normal">{words.fresh}</th>
              <th scope="col" className="px-3 text-right font-normal">{words.known}</th>
              {isOvertaking ? <th scope="col" className="pl-3 text-right font-normal">{words.overtaken}</th> : null}
            </tr>
          </thead>
          <tbody>
            {lessons.map((one) => (
              <tr key={one.lesson} className="border-b border-line">
                <th scope="row" className="py-1.5 pr-3 text-left">{titles[one.lesson] ?? one.lesson}</th>
                <td className="px-3 text-right">{one.fresh}</td>
                <td className="px-3 text-right">{one.known}</td>
                {isOvertaking ? <td className="pl-3 text-right">{one.overtaken}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isOvertaking ? <p className="mt-3 text-15 text-ink-2">{words.overtakenHint}</p> : null}
      <div className="mt-4 flex flex-wrap items-center gap-4">
        {fresh === 0 ? null : <button type="button" className="button button-primary" onClick={onAdd}>{formatWith(locale, words.add, { fresh })}</button>}
        <button type="button" className="button" onClick={onLeave}>{words.leave}</button>
      </div>
    </div>
  )
}
