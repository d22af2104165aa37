'use client'

import { useEffect, useState } from 'react'
import { useInstant, useSimulation } from '@/components/simulation/context.tsx'
import { askForExplanation } from '@/components/simulation/explain-driver.ts'
import type { ExplainReply } from '@/components/simulation/explain-worker.ts'
import { formatNumber, formatWith } from '@/lib/i18n.ts'
import type { Dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import { CodeView } from './code-view.tsx'
import { decisionAt, type DecisionPlace } from './decisions.ts'

/** While time runs, the decision shown changes at most this often. */
const THROTTLE_MS = 500

interface Asked {
  readonly place: DecisionPlace
  readonly reply: ExplainReply | null
}

/** The latest decision at now, repeated line by line. Follows the simulator it stands in. */
export function CodePanel({ locale, words, policies }: { locale: Locale; words: Dictionary['code']; policies: Dictionary['simulation']['policies'] }) {
  const trace = useSimulation((state) => state.trace)
  const config = useSimulation((state) => state.config)
  const shown = useSimulation((state) => state.shown)
  const { row } = useInstant(THROTTLE_MS)
  const place = trace === null ? null : decisionAt(trace, row)
  const decisionRow = place?.row ?? -1
  const [asked, setAsked] = useState<Asked | null>(null)

  useEffect(() => {
    if (trace === null || config === null || shown === null || decisionRow < 0) return
    const wanted = decisionAt(trace, decisionRow)
    if (wanted === null) return
    return askForExplanation({ config, inputs: shown, place: wanted }, (reply) => setAsked({ place: wanted, reply }))
  }, [trace, config, shown, decisionRow])

  if (place === null) return <Message text={words.none} />
  const reply = asked?.reply ?? null
  if (reply === null || asked === null) return <Message text={words.loading} />
  if (reply.answer === null) return <Message text={formatWith(locale, words.failed, { problem: reply.problem })} />
  const { explanation, lines } = reply.answer
  const caption = formatWith(locale, explanation.chosen === null ? words.undecided : words.decided, {
    time: formatNumber(locale, asked.place.atUs / 1e6, 's'),
    request: asked.place.request + 1,
    policy: policies[explanation.policy as keyof typeof policies],
    server: explanation.chosen ?? '',
  })
  return <CodeView locale={locale} words={words} caption={caption} explanation={explanation} lines={lines} />
}

function Message({ text }: { text: string }) {
  return <p className="flex-1 bg-sunk px-5 py-4 text-15 text-ink-2">{text}</p>
}
