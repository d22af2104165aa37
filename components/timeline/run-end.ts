import type { Trace } from '@/simulations/kernel/trace.ts'

/** The last instant that was computed: the end of the run, or where its budget ran out. */
export function lastInstant({ outcome, endUs }: Trace): number {
  return outcome.kind === 'stopped' ? outcome.atUs : endUs
}
