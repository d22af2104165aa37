/** What the bench of arrivals needs of the simulations beside a run: sequences to begin with, descriptions of limiters, answers to clients. */

export { describeLimit } from '@/simulations/algorithms/rate-limiting/too-many-requests.ts'
export { ALGORITHMS, fieldsOf, problemsOf, SCRIPTS } from '@/simulations/components/arrival-bench/limiter-spec.ts'
export { PRESETS, presetText } from '@/simulations/components/arrival-bench/presets.ts'
export { eventsOf, recordedText, RECORDINGS } from '@/simulations/components/arrival-bench/recordings.ts'
export { decisionAt } from '@/simulations/components/arrival-bench/replay.ts'
export { MOST_PROBLEMS, NO_KEY, readArrivals, TIME_UNITS } from '@/simulations/scenario/arrival-text.ts'
export { readSequence, readSoundLimiter } from '@/simulations/scenario/bench-opening.ts'
export { readLimiter, writeLimiter } from '@/simulations/scenario/limiter-text.ts'
