/**
 * What: which step is being read, from where the text has been scrolled to; and the keys that go from step to step.
 * Why: scrolling seeks and never plays. The element of the current step is marked here, outside React: the text is the server's.
 *
 * Invariants: I1 a step becomes current when its top has passed the trigger line by HYSTERESIS, and stops being so only when it has
 * come back by as much: a trembling finger changes nothing.
 */

/** Part of the window's height at which a step begins. On a phone the simulator lies over the upper part. */
const TRIGGER = 0.42
const TRIGGER_PHONE = 0.66
const HYSTERESIS = 0.06
const PHONE = '(max-width: 819px)'

/** The step that is current when tops (in order of the text) lie so; `before` is the one that was, -1 for none. */
export function currentStep(tops: readonly number[], height: number, trigger: number, before: number): number {
  const line = height * trigger
  const slack = (height * HYSTERESIS) / 2
  let current = 0
  for (const [at, top] of tops.entries()) {
    if (top <= line + (at <= before ? slack : -slack)) current = at
  }
  return current
}

/** Follows the scrolling of `text`; calls `enter` with the id of each step that becomes current. Returns what ends it. */
export function installSteps(text: HTMLElement, enter: (step: string) => void): () => void {
  const steps = [...text.querySelectorAll<HTMLElement>('[data-step]')]
  let current = -1
  let frame = 0

  function look(): void {
    frame = 0
    if (steps.length === 0) return
    const box = text.getBoundingClientRect()
    const height = window.innerHeight
    if (current >= 0 && (box.bottom < 0 || box.top > height)) return
    const next = currentStep(steps.map((step) => step.getBoundingClientRect().top), height, trigger(), current)
    if (next === current) return
    if (current >= 0) delete steps[current]!.dataset.current
    current = next
    steps[next]!.dataset.current = ''
    text.dataset.following = ''
    enter(steps[next]!.dataset.step!)
  }

  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(look)
  }

  look()
  window.addEventListener('scroll', soon, { passive: true })
  window.addEventListener('resize', soon)
  return () => {
    cancelAnimationFrame(frame)
    window.removeEventListener('scroll', soon)
    window.removeEventListener('resize', soon)
  }
}

function trigger(): number {
  return matchMedia(PHONE).matches ? TRIGGER_PHONE : TRIGGER
}

/** The keys `[` and `]`: the step before and the step after, through all simulators of the page. Returns what ends it. */
export function installStepKeys(): () => void {
  function onKeyDown(event: KeyboardEvent): void {
    if ((event.key !== '[' && event.key !== ']') || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (event.target instanceof HTMLElement && event.target.closest('input:not([type=radio]),textarea,select,[contenteditable]') !== null) return
    const steps = [...document.querySelectorAll<HTMLElement>('[data-lesson] [data-step]')]
    const tops = steps.map((step) => step.getBoundingClientRect().top)
    const line = window.innerHeight * trigger()
    const here = tops[0] === undefined || tops[0] > line ? -1 : currentStep(tops, window.innerHeight, trigger(), -1)
    // A focused step is where one is, even if the end of the page keeps it from the line.
    const focused = steps.indexOf(document.activeElement as HTMLElement)
    const next = steps[(focused >= 0 ? focused : here) + (event.key === ']' ? 1 : -1)]
    if (next === undefined) return
    event.preventDefault()
    goTo(next)
  }
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

/** Brings a step above the trigger line, so that it is the current one, and reads it out. */
function goTo(step: HTMLElement): void {
  const panel = step.closest('[data-sim]')?.querySelector('.lesson-panel')
  const room = matchMedia(PHONE).matches ? (panel?.clientHeight ?? 0) + 16 : window.innerHeight * 0.16
  window.scrollTo({ top: window.scrollY + step.getBoundingClientRect().top - room })
  step.focus({ preventScroll: true })
}
