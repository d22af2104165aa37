/** The rows of the list of simulators, by slug. */
export const scenariosEn = {
  'load-balancing': {
    title: 'Load balancing',
    question: 'Which server should take the next request, and who waits when it is the wrong one?',
    change: 'the rule, the servers, the load',
  },
  'rate-limiting': {
    title: 'Rate limiting',
    question: 'Who is let in when too many come, and what do those who are refused do next?',
    change: 'the rule, whom it counts, where counts live',
  },
  'consistent-hashing': {
    title: 'Consistent hashing',
    question: 'Which node holds a key, and how many keys must move when a node comes or goes?',
    change: 'the scheme, the nodes, the keys',
  },
  sharding: {
    title: 'Shards under load',
    question: 'Records live on one shard each. Which one is too busy, and who has to ask all of them?',
    change: 'the partition key, the skew of the records, what asks together',
  },
  'replicas-and-cluster': {
    title: 'Copies and shards',
    question: 'Four machines hold the data. What does a copy add, what does a shard add, and what is lost when a primary dies?',
    change: 'copies, writes, who dies',
  },
} as const
