/** The state of one bench: a text, two limiters, the run that was made of them, and what is looked at. */

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createArrivalDriver, type ArrivalAnswer, type ArrivalDriver } from '@/components/simulation/arrival-driver.ts'
import type { BenchRun } from '@/components/simulation/arrival-run.ts'
import { problemsOf, readLimiter, TIME_UNITS, writeLimiter } from '@/components/simulation/arrival-tools.ts'
import type { LimiterSpec } from '@/simulations/components/arrival-bench/limiter-spec.ts'
import type { TimeUnit } from '@/simulations/scenario/arrival-text.ts'
import { keepDraft, readDraft } from './draft.ts'
import { ARRIVALS_PREFIX, decodeArrivals, type BenchState } from './share-arrivals.ts'

/** The longest text that is taken, in letters. */
export const LONGEST_TEXT = 48 * 1024 * 1024
/** Up to here a text stands whole in its field and can be drawn on. */
export const LONGEST_FIELD = 200_000

const WAIT_MS = 120
const KEEP_MS = 500
const MOST_UNDO = 60
const TYPING_MS = 1_500

export type Refusal = { readonly kind: 'too-many'; readonly line: number } | { readonly kind: 'too-long'; readonly letters: number } | { readonly kind: 'too-slow' } | { readonly kind: 'crashed'; readonly message: string } | { readonly kind: 'link' } | { readonly kind: 'file' }

export interface Bench {
  readonly text: string
  readonly unit: TimeUnit
  /** As they stand in the fields, sense or not. */
  readonly specs: readonly [LimiterSpec, LimiterSpec]
  /** Counts up whenever the fields have to be filled anew. */
  readonly filled: number
  /** Counts up whenever another sequence is begun, and what was in sight says nothing any more. */
  readonly begun: number
  readonly run: BenchRun | null
  readonly refusal: Refusal | null
  /** 0 to 1 while a run is under way. */
  readonly working: number | null
  readonly cursor: number
  readonly canUndo: boolean
  readonly state: BenchState
  /** `drawn` and `typed` change the sequence that is there; without either another one is begun. */
  setText(text: string, how?: 'typed' | 'drawn'): void
  /** Another sequence with other limiters. */
  begin(state: BenchState): void
  setUnit(unit: TimeUnit): void
  setSpec(side: 0 | 1, spec: LimiterSpec): void
  swap(): void
  setKey(key: string): void
  setCursor(i: number): void
  /** The arrival at this instant is looked at as soon as there is a run with it. */
  lookAt(us: number): void
  undo(): void
  refuse(refusal: Refusal): void
}

export function useBench(opening: BenchState, isKept: boolean): Bench {
  const [text, writeText] = useState(opening.text)
  const [unit, setUnit] = useState<TimeUnit>(opening.unit)
  const [specs, writeSpecs] = useState(opening.specs)
  const [good, setGood] = useState(opening.specs)
  const [filled, setFilled] = useState(0)
  const [begun, setBegun] = useState(0)
  const [key, setKey] = useState<string | null>(null)
  const [run, setRun] = useState<BenchRun | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [working, setWorking] = useState<number | null>(null)
  const [cursor, setCursor] = useState(-1)
  const [past, setPast] = useState<readonly string[]>([])
  const [isOpened, setOpened] = useState(!isKept)
  const typedAt = useRef(0)
  const wish = useRef<number | null>(null)
  const driver = useRef<ArrivalDriver | null>(null)
  const hasRun = useRef(false)

  useEffect(() => {
    const started = (driver.current = createArrivalDriver())
    return () => {
      driver.current = null
      started.dispose()
    }
  }, [])

  const fill = useCallback((state: BenchState) => {
    writeText(state.text)
    setUnit(state.unit)
    writeSpecs(state.specs)
    setGood(state.specs)
    setFilled((count) => count + 1)
    setBegun((count) => count + 1)
  }, [])

  // A link comes before the draft; the draft is then one step back. Done once, before the first run.
  useEffect(() => {
    if (!isKept) return
    let isGone = false
    void readDraft().then((draft) => {
      if (isGone) return
      const [left, right] = [readLimiter(draft?.left ?? ''), readLimiter(draft?.right ?? '')]
      const isSound = left !== null && right !== null && problemsOf(left).length + problemsOf(right).length === 0
      const kept = draft === null || !isSound ? null : { text: draft.text, unit: TIME_UNITS.find((one) => one === draft.unit) ?? 'ms', specs: [left, right] as const }
      const linked = location.hash.startsWith(`#${ARRIVALS_PREFIX}`) ? decodeArrivals(location.hash) : undefined
      if (linked === null) setRefusal({ kind: 'link' })
      const chosen = linked ?? kept
      if (chosen !== null) fill(chosen)
      if (linked && kept !== null && kept.text !== linked.text) setPast([kept.text])
      setOpened(true)
    })
    const onLink = () => {
      if (!location.hash.startsWith(`#${ARRIVALS_PREFIX}`)) return
      const linked = decodeArrivals(location.hash)
      if (linked === null) setRefusal({ kind: 'link' })
      else fill(linked)
    }
    addEventListener('hashchange', onLink)
    return () => {
      isGone = true
      removeEventListener('hashchange', onLink)
    }
  }, [isKept, fill])

  useEffect(() => {
    if (!isOpened) return
    const timer = setTimeout(() => {
      hasRun.current = true
      setWorking((at) => at ?? 0)
      void driver.current?.run({ text, unit, specs: good, key }, setWorking).then((answer) => {
        if (answer.kind === 'superseded') return
        setWorking(null)
        take(answer)
      })
    }, hasRun.current ? WAIT_MS : 0)
    function take(answer: Exclude<ArrivalAnswer, { kind: 'superseded' }>): void {
      if (answer.kind !== 'ran') return setRefusal(answer)
      setRefusal((before) => (before?.kind === 'link' || before?.kind === 'file' || before?.kind === 'too-long' ? before : null))
      setRun(answer.run)
      const { atUs, count } = answer.run.text.arrivals
      const wanted = wish.current === null ? -1 : atUs.lastIndexOf(wish.current)
      wish.current = null
      // Who looks at nothing yet is shown the first arrival on which the two part.
      setCursor((at) => (wanted >= 0 ? wanted : at >= 0 && at < count ? at : (answer.run.differing[0] ?? -1)))
    }
    return () => clearTimeout(timer)
  }, [text, unit, good, key, isOpened])

  useEffect(() => {
    if (!isKept || !isOpened || !hasRun.current) return
    const timer = setTimeout(() => void keepDraft({ text, unit, left: writeLimiter(good[0]), right: writeLimiter(good[1]) }), KEEP_MS)
    return () => clearTimeout(timer)
  }, [text, unit, good, isKept, isOpened])

  const setText = (next: string, how?: 'typed' | 'drawn'): void => {
    if (next === text) return
    if (next.length > LONGEST_TEXT) return setRefusal({ kind: 'too-long', letters: next.length })
    const now = performance.now()
    // A stretch of typing is one step back.
    const isTyped = how === 'typed'
    if (!isTyped || now - typedAt.current > TYPING_MS) setPast((before) => [...before, text].slice(text.length > LONGEST_FIELD ? -3 : -MOST_UNDO))
    typedAt.current = isTyped ? now : 0
    setRefusal(null)
    if (how === undefined) setBegun((count) => count + 1)
    writeText(next)
  }

  const state = useMemo(() => ({ text, unit, specs: good }), [text, unit, good])
  return {
    text, unit, specs, filled, begun, run, refusal, working, cursor, state, canUndo: past.length > 0,
    setText, setUnit, setCursor, setKey, refuse: setRefusal,
    begin(next) {
      setPast((before) => [...before, text].slice(-MOST_UNDO))
      fill(next)
    },
    setSpec(side, spec) {
      const next = side === 0 ? [spec, specs[1]] as const : [specs[0], spec] as const
      writeSpecs(next)
      if (problemsOf(spec).length === 0) setGood((before) => (side === 0 ? [spec, before[1]] : [before[0], spec]))
    },
    swap() {
      writeSpecs(([left, right]) => [right, left])
      setGood(([left, right]) => [right, left])
      setFilled((count) => count + 1)
    },
    lookAt(us) {
      wish.current = us
    },
    undo() {
      const last = past.at(-1)
      if (last === undefined) return
      setPast(past.slice(0, -1))
      typedAt.current = 0
      writeText(last)
    },
  }
}
