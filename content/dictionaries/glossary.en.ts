/** Words of the glossary page and of the cards that explain a word where it stands. The terms are in content/glossary.yaml. */
export const glossaryEn = {
  title: 'Glossary',
  lead: '{count, number} words that lessons and simulators use, each in both languages. The same word stands in the code, on the picture and in the text.',
  topics: { balancing: 'Load balancing', queueing: 'Queues and time', limiting: 'Rate limiting', sharding: 'Shards and copies', site: 'Words of this site' },
  jump: 'Groups',
  related: 'Related',
  source: 'Source',
  more: 'In the glossary',
} as const
