/** Shapes of the dense controls in a simulator's bars: 28 px high, on touch screens 44. */
const shape = 'items-center justify-center rounded-control border cursor-pointer disabled:cursor-default h-7 max-wide:h-11 pointer-coarse:h-11'
const plain = 'border-edge bg-sheet text-ink hover:border-ink disabled:text-ink-3 disabled:border-line disabled:hover:border-line'

/** A button with words or a glyph. */
export const control = `inline-flex ${shape} ${plain} font-semibold`

/** A field or a list to choose from. */
export const field = `${shape} ${plain} font-normal`

/** The one button that matters most, in ink. */
export const controlOn = `inline-flex ${shape} border-ink bg-ink text-paper hover:bg-ink-2 disabled:border-idle disabled:bg-idle font-semibold`
