/** Words of the search. */
export const findEn = {
  open: 'Find anything',
  short: 'Find',
  title: 'Find',
  label: 'Lessons, steps, simulators, terms and actions',
  kinds: { lesson: 'lesson', step: 'step', simulator: 'simulator', term: 'term', page: 'page', action: 'action' },
  count: '{count, plural, =0 {No results} one {# result} other {# results}}',
  often: 'Often looked up',
  nothing: 'Nothing called “{query}”.',
  closest: 'Closest:',
  failed: 'The index could not be loaded. Check the connection and try again.',
  keys: '↑ ↓ to choose, Enter to open, Esc to close',
  close: 'Close',
  actions: { seed: 'Load balancing with a new seed', dark: 'Dark colours', light: 'Light colours', system: 'Colours as in the system', language: '한국어로 보기' },
} as const
