'use client'

import { useId, useState } from 'react'
import { useSimulation } from '@/components/simulation/context.tsx'
import { useFamily } from '@/components/families/registry.ts'
import type { LoadedScenario, View } from '@/components/simulation/store.ts'
import { controlOn, field } from '@/components/ui/control.ts'
import { formatWith } from '@/lib/i18n.ts'
import { useWords } from './words.tsx'

interface HeadProps {
  readonly scenarios: readonly LoadedScenario[]
  readonly titleId: string
  readonly viewId: string
  readonly onCopyLink: () => void
  readonly onSavePicture: () => void
  readonly onShowKeys: () => void
}

const WITH_CODE = ['stage', 'code', 'table'] as const satisfies readonly View[]
const WITHOUT_CODE = ['stage', 'table'] as const satisfies readonly View[]

/** Name, seed, and what the sheet shows. */
export function Head({ scenarios, titleId, viewId, onCopyLink, onSavePicture, onShowKeys }: HeadProps) {
  const { simulation: words, locale } = useWords()
  const scenario = useSimulation((state) => state.scenario)
  const view = useSimulation((state) => state.view)
  const load = useSimulation((state) => state.load)
  const setView = useSimulation((state) => state.setView)
  const { head } = words
  const shownViews: readonly (typeof WITH_CODE)[number][] = useFamily().hasCode ? WITH_CODE : WITHOUT_CODE
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1 text-14 leading-tight max-wide:px-3">
      <h2 id={titleId} className="sr-only">{scenario.title[locale]}</h2>
      <select
        aria-label={head.preset} value={scenario.id} className="h-8 max-w-[20rem] cursor-pointer rounded-control border border-edge bg-sheet px-1.5 text-15 font-bold hover:border-ink max-wide:h-11 max-wide:min-w-0 max-wide:flex-1 pointer-coarse:h-11"
        onChange={(event) => {
          const next = scenarios.find((one) => one.id === event.target.value)
          if (next !== undefined) load(next)
        }}
      >
        {scenarios.map((one) => <option key={one.id} value={one.id}>{one.title[locale]}</option>)}
      </select>
      <SeedButton onCopyLink={onCopyLink} />
      <div className="ml-auto flex items-center gap-1">
        <a href={`/${locale}/about/fidelity#${scenario.id.split('/')[0]}`} className="link px-2 py-1 text-ink-2 hover:text-ink max-desk:hidden">{head.real}</a>
        <button type="button" className="cursor-pointer px-2 py-1 text-ink-2 hover:text-ink max-wide:hidden pointer-coarse:min-h-11" onClick={onSavePicture}>{head.picture}</button>
        <button type="button" className="mr-2 cursor-pointer px-2 py-1 text-ink-2 hover:text-ink max-desk:hidden" aria-keyshortcuts="?" onClick={onShowKeys}>{head.keys} ?</button>
        <div role="tablist" aria-label={head.views} className="flex items-center gap-1 max-wide:hidden">
          {shownViews.map((one) => (
            <button
              key={one} type="button" role="tab" aria-selected={view === one} aria-controls={viewId} tabIndex={view === one ? 0 : -1}
              className={`h-8 cursor-pointer rounded-control border px-2.5 font-semibold pointer-coarse:h-11 ${view === one ? 'border-edge bg-sheet text-ink' : 'border-transparent text-ink-2 hover:text-ink'}`}
              onClick={() => setView(one)}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
                event.preventDefault()
                const move = event.key === 'ArrowRight' ? 1 : -1
                const other = shownViews[(shownViews.indexOf(one) + move + shownViews.length) % shownViews.length]!
                setView(other)
                event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role=tab]')[shownViews.indexOf(other)]?.focus()
              }}
            >
              {head[one]}
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}

/** The seed, and what can be done with it. */
function SeedButton({ onCopyLink }: { onCopyLink: () => void }) {
  const { simulation: words, locale } = useWords()
  const { head } = words
  const seed = useSimulation((state) => state.seed)
  const setSeed = useSimulation((state) => state.setSeed)
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const id = useId()
  const use = () => {
    const value = Number(typed.trim())
    const isSeed = /^\d+$/.test(typed.trim()) && value <= 4_294_967_295
    setWrong(!isSeed)
    if (!isSeed) return
    setSeed(value)
    setOpen(false)
  }
  const item = 'block w-full cursor-pointer px-3 py-2 text-left hover:bg-paper pointer-coarse:py-3'
  return (
    <div
      className="relative"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        event.stopPropagation()
        setOpen(false)
        event.currentTarget.querySelector('button')?.focus()
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button type="button" aria-haspopup="true" aria-expanded={isOpen} aria-controls={id} className="cursor-pointer rounded-control px-1.5 py-1 font-mono text-13 text-ink-2 hover:text-ink pointer-coarse:min-h-11" onClick={() => setOpen(!isOpen)}>
        {formatWith(locale, head.seed, { seed: String(seed) })}
      </button>
      {isOpen ? (
        <div id={id} role="group" aria-label={head.seedMenu} className="absolute left-0 top-full z-20 mt-1 w-64 border border-edge bg-sheet py-1 max-wide:-left-24">
          <button
            type="button" className={item}
            onClick={() => {
              setSeed(crypto.getRandomValues(new Uint32Array(1))[0]! % 100_000)
              setOpen(false)
            }}
          >
            {head.newSeed}
          </button>
          <div className="px-3 py-2">
            <label htmlFor={`${id}-seed`} className="text-ink-2">{head.typeSeed}</label>
            <div className="mt-1 flex gap-2">
              <input
                id={`${id}-seed`} inputMode="numeric" value={typed} aria-invalid={isWrong} className={`${field} min-w-0 flex-1 px-1.5 font-mono`}
                onChange={(event) => setTyped(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') use()
                }}
              />
              <button type="button" className={`${controlOn} px-2.5`} onClick={use}>{head.useSeed}</button>
            </div>
            {isWrong ? <p role="alert" className="mt-1 text-13 text-fail-text">{head.seedWrong}</p> : null}
          </div>
          <button type="button" className={item} onClick={onCopyLink}>{head.copyLink}</button>
        </div>
      ) : null}
    </div>
  )
}
