/** A dense control of a simulator's bars: 28 px, on touch screens 44 px. */
export const control =
  'inline-flex h-7 items-center justify-center rounded-control border border-edge bg-sheet font-semibold text-ink hover:border-ink disabled:text-ink-3 disabled:border-line disabled:hover:border-line cursor-pointer disabled:cursor-default max-wide:h-11 pointer-coarse:h-11'

/** The same, chosen or primary. */
export const controlOn = 'border-ink bg-ink text-paper hover:bg-ink-2 disabled:bg-idle disabled:text-paper'
