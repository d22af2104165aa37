'use client'

import { useEffect, useRef } from 'react'
import { control } from '@/components/ui/control.ts'
import { useWords } from './words.tsx'

/** The dialog behind "?". */
export function KeyList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { keys } = useWords().simulation
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal()
    if (!isOpen && dialog.current?.open === true) dialog.current.close()
  }, [isOpen])
  const { names, list } = keys
  const rows: readonly (readonly [readonly string[], string])[] = [
    [[names.space], list.space],
    [['←', '→'], list.arrows],
    [[names.shift, '←', '→'], list.shiftArrows],
    [[names.home, names.end], list.homeEnd],
    [['N'], list.n],
    [[',', '.'], list.comma],
    [['1', '4'], list.digits],
    [['B'], list.b],
    [['S'], list.s],
    [['Ctrl', 'Z'], list.z],
    [['?'], list.question],
    [[names.esc], list.esc],
  ]
  return (
    <dialog ref={dialog} onClose={onClose} onKeyDown={(event) => event.stopPropagation()} aria-labelledby="key-list-title" className="m-auto w-[30rem] max-w-[calc(100vw-2rem)] border border-edge bg-sheet p-6 text-ink backdrop:bg-ink/30">
      <h2 id="key-list-title" className="heading text-22">{keys.title}</h2>
      <p className="mt-1 text-14 text-ink-2">{keys.note}</p>
      <dl className="mt-4 text-15 leading-snug">
        {rows.map(([names, what]) => (
          <div key={what} className="flex items-baseline gap-4 border-b border-line py-1.5">
            <dt className="flex w-32 shrink-0 gap-1">
              {names.map((name) => <kbd key={name} className="rounded-control border border-edge px-1.5 font-mono text-13">{name}</kbd>)}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className={`${control} mt-5 px-4 text-15`} onClick={onClose} autoFocus>{keys.close}</button>
    </dialog>
  )
}
