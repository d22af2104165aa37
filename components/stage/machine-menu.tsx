'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import type { WrittenCommand } from '@/components/simulation/run.ts'
import type { MachineAction } from './machine-actions.ts'

interface MachineMenuProps {
  readonly actions: readonly MachineAction[]
  readonly anchor: HTMLElement
  readonly label: string
  readonly onChoose: (command: WrittenCommand) => void
  readonly onClose: () => void
}

/** Distance from the thing it belongs to, and from the edges of the window. */
const GAP = 6

/** What may be done to a machine. It lies in the top layer, so no edge of the simulator cuts it off. */
export function MachineMenu({ actions, anchor, label, onChoose, onClose }: MachineMenuProps) {
  const menu = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const element = menu.current!
    if (!element.matches(':popover-open')) element.showPopover()
    const at = anchor.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = element
    const left = Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP))
    const isBelow = at.bottom + GAP + height <= window.innerHeight || at.top < height + GAP
    const top = Math.max(GAP, Math.min(isBelow ? at.bottom + GAP : at.top - GAP - height, window.innerHeight - height - GAP))
    element.style.left = `${left}px`
    element.style.top = `${top}px`
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true })
  }, [anchor])

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target as Node
      if (!menu.current?.contains(target) && !anchor.contains(target)) onClose()
    }
    const moved = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) onClose()
    }
    document.addEventListener('pointerdown', outside, true)
    window.addEventListener('resize', onClose)
    window.addEventListener('scroll', moved, true)
    return () => {
      document.removeEventListener('pointerdown', outside, true)
      window.removeEventListener('resize', onClose)
      window.removeEventListener('scroll', moved, true)
    }
  }, [anchor, onClose])

  function leave() {
    onClose()
    anchor.focus({ preventScroll: true })
  }

  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
    const at = items.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[event.key]
    if (to !== undefined) items[to]?.focus()
    else if (event.key === 'Escape') leave()
    else if (event.key === 'Tab') onClose()
    // Nothing typed in here is meant for the simulator around it.
    event.stopPropagation()
    if (to !== undefined || event.key === 'Escape') event.preventDefault()
  }

  return (
    <div ref={menu} popover="manual" role="menu" aria-label={label} onKeyDown={pressed} className="fixed inset-auto m-0 max-h-[calc(100dvh-0.75rem)] min-w-60 max-w-[calc(100vw-0.75rem)] overflow-auto rounded-control border border-edge bg-sheet p-1 text-ink">
      {actions.map(({ label: action, hint, command }) => (
        <button
          key={action}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            leave()
            onChoose(command)
          }}
          className="block w-full cursor-pointer rounded-[2px] px-2.5 py-1 text-left leading-snug hover:bg-sunk focus-visible:outline-offset-[-2px] pointer-coarse:py-2"
        >
          <span className="block text-14 font-semibold">{action}</span>
          <span className="block text-note text-ink-3">{hint}</span>
        </button>
      ))}
    </div>
  )
}
