/** The rows of the list of simulators, by slug. */
export const scenariosEn = {
  'load-balancing': {
    title: 'Load balancing',
    question: 'Which server should take the next request, and who waits when it is the wrong one?',
    change: 'the rule, the servers, the load',
  },
} as const
