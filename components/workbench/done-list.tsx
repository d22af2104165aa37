'use client'

import { formatTime, policyName } from '@/components/narration/describe.ts'
import { useSimulation, useSimulationParts } from '@/components/simulation/context.tsx'
import { isPlacementCommand, type WrittenCommand } from '@/components/simulation/commands.ts'
import { control } from '@/components/ui/control.ts'
import { formatWith } from '@/lib/i18n.ts'
import { useWords, type Words } from './words.tsx'

/** What was done to the system, by hand or by the scenario's script: each entry can be gone to and left out. */
export function DoneList() {
  const { simulation: words, locale } = useWords()
  const interventions = useSimulation((state) => state.interventions)
  const canUndo = useSimulation((state) => state.canUndo)
  const { undo, removeIntervention, seek } = useSimulationParts().store.getState()
  const { done } = words
  const inOrder = interventions.map((entry, index) => ({ entry, index })).sort((a, b) => a.entry.at - b.entry.at || a.index - b.index)
  return (
    <section aria-label={done.title}>
      <div className="flex items-center justify-between">
        <h3 className="text-15 font-semibold">{done.title}</h3>
        <button type="button" className={`${control} px-2.5 text-14`} disabled={!canUndo} onClick={undo}>{done.undo}</button>
      </div>
      {inOrder.length === 0 ? <p className="mt-1.5 text-14 leading-snug text-ink-3">{done.empty}</p> : (
        <ol className="mt-1.5">
          {inOrder.map(({ entry, index }) => {
            const time = formatTime(entry.at)
            const what = commandName(words, locale, entry.do)
            return (
              <li key={`${index} ${entry.at}`} className="flex items-center gap-2 border-b border-line py-1 text-14 leading-snug">
                <button type="button" className="shrink-0 cursor-pointer py-1 font-mono text-13 text-ink-2 tabular-nums hover:text-ink" aria-label={formatWith(locale, done.goTo, { time })} onClick={() => seek(entry.at)}>{time}</button>
                <span className="min-w-0 flex-1">{what}</span>
                <button type="button" className="size-7 shrink-0 cursor-pointer text-ink-2 hover:text-ink pointer-coarse:size-11" aria-label={formatWith(locale, done.remove, { what, time })} onClick={() => removeIntervention(index)}>
                  <svg viewBox="0 0 12 12" className="mx-auto size-3" aria-hidden="true"><path d="M2 2l8 8M10 2L2 10" stroke="currentColor" strokeWidth="1.5" /></svg>
                </button>
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}

function commandName(words: Words['simulation'], locale: Words['locale'], command: WrittenCommand): string {
  if (isPlacementCommand(command)) {
    const message = (words.done.commands as Readonly<Record<string, string>>)[command.kind] ?? command.kind
    return formatWith(locale, message, { weight: 1, ...(command as Record<string, string | number>) })
  }
  const values = { server: '', factor: 1, weight: 0, ...command, policy: 'policy' in command ? policyName(words, command.policy) : '' }
  return formatWith(locale, (words.done.commands as Readonly<Record<string, string>>)[command.kind] ?? command.kind, values)
}
