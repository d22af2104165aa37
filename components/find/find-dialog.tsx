'use client'

import MiniSearch from 'minisearch'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { findEn } from '@/content/dictionaries/find.en.ts'
import type { findKo } from '@/content/dictionaries/find.ko.ts'
import { encodeShared, ENGINE_VERSION } from '@/components/simulation/share.ts'
import { formatWith } from '@/lib/i18n.ts'
import { isLocale, pathInLocale, rememberLocale, type Locale } from '@/lib/locales.ts'
import { chooseTheme } from '@/lib/theme.ts'
import { indexOptions, type FindEntry, type FindFile, type FoundEntry } from './index-options.ts'

export interface FindDialogProps {
  readonly locale: Locale
  readonly words: typeof findEn | typeof findKo
  readonly onClose: () => void
}

interface Loaded {
  readonly search: MiniSearch<FindEntry>
  readonly often: readonly FoundEntry[]
}

const MOST = 12
const loaded = new Map<Locale, Promise<Loaded>>()

/** The index of a language, fetched once; a failure is forgotten, so that the next opening tries again. */
function loadIndex(locale: Locale): Promise<Loaded> {
  const known = loaded.get(locale)
  if (known !== undefined) return known
  const loading = fetch(`/find/${locale}.json`).then(async (answer) => {
    if (!answer.ok) throw new Error(`The index answered ${answer.status}.`)
    const { index, often } = await answer.json() as FindFile
    return { search: MiniSearch.loadJS<FindEntry>(index as Parameters<typeof MiniSearch.loadJS>[0], indexOptions), often }
  })
  loaded.set(locale, loading)
  loading.catch(() => loaded.delete(locale))
  return loading
}

interface Answer {
  readonly entries: readonly FoundEntry[]
  /** Nothing was called so: these are near. */
  readonly isNear: boolean
}

function answerTo({ search, often }: Loaded, query: string): Answer {
  if (query.trim() === '') return { entries: often, isNear: false }
  const exact = search.search(query)
  const found = exact.length > 0 ? exact : search.search(query, { combineWith: 'OR', fuzzy: 0.4 })
  return { entries: found.slice(0, exact.length > 0 ? MOST : 5).map(({ kind, title, href, line }) => ({ kind, title, href, line }) as FoundEntry), isNear: exact.length === 0 }
}

/** A field and a list. The field keeps the focus; arrows choose in the list. */
export function FindDialog({ locale, words, onClose }: FindDialogProps) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const router = useRouter()
  const pathname = usePathname()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const [index, setIndex] = useState<Loaded | 'failed' | null>(null)

  useEffect(() => {
    dialog.current?.showModal()
    let isGone = false
    loadIndex(locale).then((found) => !isGone && setIndex(found), () => !isGone && setIndex('failed'))
    return () => {
      isGone = true
    }
  }, [locale])

  const { entries, isNear } = useMemo<Answer>(() => (index === null || index === 'failed' ? { entries: [], isNear: false } : answerTo(index, query)), [index, query])
  const at = Math.min(chosen, entries.length - 1)

  const follow = (entry: FoundEntry | undefined) => {
    if (entry === undefined) return
    onClose()
    const { href } = entry
    if (href.startsWith('action:')) return act(href.slice('action:'.length))
    // The simulator reads its state when it opens; on the same page that needs a new start.
    const [path = '', fragment] = href.split('#')
    if (fragment?.startsWith('s=') === true) {
      window.location.assign(href)
      if (path === pathname) window.location.reload()
    } else router.push(href)
  }

  const act = (name: string) => {
    const [verb = '', wanted = ''] = name.split(':')
    if (verb === 'dark' || verb === 'light' || verb === 'system') chooseTheme(verb)
    if (verb === 'language' && isLocale(wanted)) {
      rememberLocale(wanted)
      window.location.assign(pathInLocale(pathname, wanted) + window.location.search + window.location.hash)
    }
    if (verb === 'seed') {
      const seed = crypto.getRandomValues(new Uint32Array(1))[0]! % 100_000
      const state = encodeShared({ scenario: 'load-balancing/one-slow-server', engine: ENGINE_VERSION, seed, overrides: {}, interventions: [], atUs: 0, speed: 0.25, view: 'stage' })
      const path = `/${locale}/sims/load-balancing`
      const address = new URL(path, window.location.href)
      address.hash = state
      window.location.assign(address)
      if (path === pathname) window.location.reload()
    }
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    // Hangul that is still being put together uses Enter and the arrows itself.
    if (event.nativeEvent.isComposing || entries.length === 0) return
    const next = { ArrowDown: (at + 1) % entries.length, ArrowUp: (at - 1 + entries.length) % entries.length }[event.key]
    if (next !== undefined) setChosen(next)
    else if (event.key === 'Enter') follow(entries[at])
    else return
    event.preventDefault()
  }

  const isEmpty = query.trim() === ''
  return (
    <dialog
      ref={dialog} aria-labelledby={`${id}-title`} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}
      className="m-0 mx-auto mt-[8vh] w-[min(44rem,calc(100vw-1.5rem))] max-w-none overflow-hidden border border-edge bg-sheet p-0 text-ink backdrop:bg-ink/35 max-wide:mt-3"
    >
      <div className="flex items-center gap-2 border-b border-line px-4">
        <h2 id={`${id}-title`} className="sr-only">{words.title}</h2>
        <input
          role="combobox" aria-label={words.label} aria-expanded={entries.length > 0} aria-controls={`${id}-list`} aria-autocomplete="list"
          {...(entries.length > 0 ? { 'aria-activedescendant': `${id}-${at}` } : {})}
          type="text" autoComplete="off" autoCapitalize="off" spellCheck={false} enterKeyHint="go" placeholder={words.label} value={query} autoFocus
          className="h-14 min-w-0 flex-1 bg-transparent text-body outline-none placeholder:text-ink-3"
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="cursor-pointer px-1 py-2 text-15 text-ink-2 hover:text-ink pointer-coarse:py-3" onClick={onClose}>{words.close}</button>
      </div>
      <div className="max-h-[min(32rem,70vh)] overflow-y-auto overscroll-contain" tabIndex={-1}>
        {index === 'failed' ? <p role="alert" className="px-4 py-4 text-16">{words.failed}</p> : null}
        {isEmpty && entries.length > 0 ? <p className="px-4 pb-1 pt-3 text-14 text-ink-2">{words.often}</p> : null}
        {isNear && index !== null ? <p className="px-4 pb-1 pt-3 text-16">{formatWith(locale, words.nothing, { query: query.trim() })} {entries.length > 0 ? words.closest : ''}</p> : null}
        <div id={`${id}-list`} role="listbox" aria-label={words.title} className="py-1.5">
          {entries.map((entry, number) => (
            <div
              key={`${entry.href} ${entry.title}`} id={`${id}-${number}`} role="option" aria-selected={number === at} ref={number === at ? reveal : null}
              className={`flex cursor-pointer items-baseline gap-4 border-l-[3px] px-4 py-2 leading-snug ${number === at ? 'border-now bg-paper' : 'border-transparent'}`}
              onPointerMove={() => number !== at && setChosen(number)} onClick={() => follow(entry)}
            >
              <span className="min-w-0 flex-1">
                <span className="block text-16 font-semibold">{entry.title}</span>
                {entry.line === '' ? null : <span className="block truncate text-14 text-ink-2">{entry.line}</span>}
              </span>
              <span className="flex-none text-14 text-ink-2">{words.kinds[entry.kind]}</span>
            </div>
          ))}
        </div>
      </div>
      <p className="flex justify-between gap-4 border-t border-line px-4 py-2 text-14 text-ink-2">
        <span aria-hidden="true" className="pointer-coarse:hidden">{words.keys}</span>
        <span role="status" className="ml-auto">{isEmpty || index === null ? '' : formatWith(locale, words.count, { count: isNear ? 0 : entries.length })}</span>
      </p>
    </dialog>
  )
}

/** Keeps the chosen row in sight without moving anything else. */
function reveal(row: HTMLDivElement | null): void {
  row?.scrollIntoView({ block: 'nearest' })
}
