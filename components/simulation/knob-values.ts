/** Values of knobs, for the controls: they may not read the scenario's schema themselves. */

import type { Knob } from '@/simulations/scenario/fields.ts'
import { readKnob, type Scalar } from '@/simulations/scenario/knob-values.ts'

export { writeKnob, type Scalar } from '@/simulations/scenario/knob-values.ts'

/** What stands behind a written value; NaN where it is none, which no checked scenario has. */
export function readWritten(knob: Knob, written: Scalar): Scalar {
  const reading = readKnob(knob, written)
  return reading.ok ? reading.value : NaN
}
