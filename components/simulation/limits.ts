/** What one run may use in a tab, beside everything else a tab does. */

/** Events executed. */
export const DEFAULT_EVENTS = 20_000_000
export const DEFAULT_MEMORY_BYTES = 192 * 1024 * 1024
