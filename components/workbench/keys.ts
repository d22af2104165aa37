/** The keys of a simulator. They act only while the focus is inside it, and never where a key already means something else. */

import { SPEEDS, type Simulation } from '@/components/simulation/store.ts'

/** Things a key can ask of the page around the store. */
export interface KeyActions {
  readonly breakIt: () => void
  readonly copyLink: () => void
  readonly showKeys: () => void
  readonly leave: () => void
}

/** Shift and an arrow. */
const NUDGE_US = 10_000

/** True when the key was meant for the simulator. */
export function handleKey(event: KeyboardEvent, { store, clock }: Simulation, actions: KeyActions): boolean {
  if (event.defaultPrevented || event.altKey) return false
  const state = store.getState()
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'z' || event.shiftKey || takesText(event.target)) return false
    state.undo()
    return true
  }
  if (takesText(event.target)) return false
  const shift = event.shiftKey
  switch (event.key) {
    case ' ':
      if (takesSpace(event.target)) return false
      if (state.playing) state.pause()
      else state.play()
      return true
    case 'ArrowLeft':
    case 'ArrowRight': {
      if (takesArrows(event.target)) return false
      const direction = event.key === 'ArrowRight' ? 1 : -1
      if (shift) state.seek(clock.get() + direction * NUDGE_US)
      else state.step(direction)
      return true
    }
    case 'Home':
      if (takesArrows(event.target)) return false
      state.seek(0)
      return true
    case 'End':
      if (takesArrows(event.target)) return false
      state.seek(Infinity)
      return true
    case 'n':
    case 'N':
      state.nextNotable(shift ? -1 : 1)
      return true
    case ',':
    case '.':
      state.setSpeed(neighbour(state.speed, event.key === '.' ? 1 : -1))
      return true
    case '1':
      state.setView('stage')
      return true
    case '3':
      state.setView('code')
      return true
    case '4':
      state.setView('table')
      return true
    case 'b':
    case 'B':
      actions.breakIt()
      return true
    case 's':
    case 'S':
      actions.copyLink()
      return true
    case '?':
      actions.showKeys()
      return true
    case 'Escape':
      actions.leave()
      return true
    default:
      return false
  }
}

function neighbour(speed: number, direction: 1 | -1): number {
  const at = SPEEDS.findIndex((one) => one >= speed)
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, (at < 0 ? SPEEDS.length - 1 : at) + direction))]!
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  return target instanceof HTMLInputElement && target.type !== 'checkbox'
}

function takesSpace(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (['BUTTON', 'A', 'SUMMARY'].includes(target.tagName) || target instanceof HTMLInputElement)
}

/** A widget with a meaning of its own for arrows. The diagram is a slider of time: there the simulator's keys apply. */
function takesArrows(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role=radiogroup],[role=tablist],[role=menu],[role=listbox],.stage-machines') !== null
}
