/** Instants and durations as every sentence, figure and lesson writes them. */

/** An instant: always seconds with milliseconds, so that columns line up. */
export function formatTime(us: number): string {
  // Half a millisecond goes up, as on the flag of the diagram: in binary 3.3475 lies below itself.
  return `${(Math.round(us / 1_000) / 1_000).toFixed(3)}\u00a0s`
}

/** A duration with three meaningful digits. */
export function formatDuration(us: number): string {
  if (!Number.isFinite(us)) return '–'
  if (us < 1_000) return `${Math.round(us)}\u00a0µs`
  if (us < 10_000) return `${(us / 1_000).toFixed(1)}\u00a0ms`
  if (us < 1_000_000) return `${Math.round(us / 1_000)}\u00a0ms`
  return `${(us / 1_000_000).toFixed(us < 10_000_000 ? 2 : 1)}\u00a0s`
}
