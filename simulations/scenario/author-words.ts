/**
 * What: every problem of the boundary, in the words for somebody who writes a scenario file.
 * Why: a code and its values travel; sentences are made where they are read. Readers of a page get theirs, in their language and
 * with the names of the controls, from content/dictionaries/problems.*.ts. These here speak about the file.
 *
 * A new problem is three lines: one here, one in problems.en.ts, one in problems.ko.ts. The compiler asks for the other two.
 */

export const authorWords = {
  // One value.
  'needs-unit': 'needs a unit. {suggestion}?',
  'zero-needs-unit': 'write "0 ms": every duration carries its unit',
  'duration-wanted': 'a duration is written like "250 ms" or "2 s"',
  'not-duration': '"{written}" is no duration; write it like "250 ms", "2 s" or "1 min"',
  'rate-wanted': 'a rate is written like "120/s"',
  'not-rate': '"{written}" is no rate; write it like "120/s" or "30/min"',
  'distribution-wanted': 'a duration or a distribution is written like "20 ms", "4..12 ms" or "exponential 20 ms"',
  'not-distribution': '"{written}" is no duration; write it like "20 ms", "4..12 ms" or "exponential 20 ms"',
  'shape-wanted': 'a shaped distribution is { lognormal: { median: 20 ms, sigma: 0.5 }, plus: 5 ms } or { pareto: { min: 5 ms, alpha: 1.5 } }',
  'range-backwards': '"{written}" runs backwards; the smaller number comes first',
  'too-large': 'may be at most {max}',
  'out-of-range': '{value} is out of range; allowed is {min} to {max}',
  'not-whole': '{written} is no whole number',
  'not-number': '{written} is no number',
  'not-switch': 'write true or false',
  'unknown-choice': '{written} is not known here; one of: {options}',
  'bad-name': 'a name is 1 to 16 of a-z, 0-9 and -, and begins with a letter',
  // What stands where.
  missing: 'is missing',
  'choice-missing': 'is missing; one of: {options}',
  'unknown-entries': 'unknown: {keys}',
  'no-such-entry': 'this scenario has no such entry',
  'wants-group': 'has to be a group of entries',
  'wants-list': 'has to be a list',
  'wants-text': 'has to be a text',
  'wants-number': 'has to be a number',
  'too-few': 'name at least {min}',
  'too-many': 'at most {max} fit here',
  'too-long': 'has at most {max} letters',
  'unknown-kind': 'there is no such kind; one of: {options}',
  unreadable: 'cannot be read here',
  // The system as a whole.
  'no-server': 'there is no server; name at least one, like "s1: {}"',
  'too-many-servers': '{count} servers; at most {max} fit on the stage',
  'weights-zero': 'all weights are zero, so no server may take a request; give one a weight of 1 or more',
  'no-sort': 'there is no sort of request; name at least one',
  'too-many-sorts': '{count} sorts of requests; at most {max} can be told apart',
  'shares-zero': 'all shares are zero; give one a share of 1 or more',
  'no-database': 'there is no database to ask; name one, like "database: {}", or leave the query out',
  'idle-database': 'no sort of request asks it; give one a query, like "query: 5 ms"',
  'bound-too-low': '{written} % of the mean leaves no room for all; write 0 for no bound, or more than 100',
  'no-slots': 'slots are moved where "shards" has the scheme redis-slots and no copies',
  'same-shard': 'slots are moved between two shards of the beginning',
  'no-shards': 'there are no shards, so no record is placed by a name; write "shards: {}", or leave this out',
  'shards-are-store': 'shards hold the records themselves; leave the database out, or the shards',
  'name-taken': 'the machine behind the servers is called so; give the server another name',
  'too-many-requests': 'this load sends about {expected} requests; at most {max} fit in one run: shorten it or lower the rate',
  'points-backwards': 'the points of a rate come in order of time, each later than the one before',
  'no-limiter': 'there is no limiter, so nobody would notice; write a "limiter:", or leave this out',
  'window-too-short': 'not one request at {rate} fits into a window of {window}; make the window longer or the rate higher',
  'cannot-split': 'a limit of {count} cannot be split between {nodes} nodes, each needs at least 1',
  'cannot-share': '{algorithm} has no script for a shared store; those that have: {options}',
  'windows-only': 'counts that are synchronised, or kept by plain commands, are those of "fixed-window", not of {algorithm}',
  'no-tenants': 'there are no tenants to count; name some under clients, like "tenants: { acme: {}, globex: {} }"',
  'tenants-wanted': '{count} tenants; there may be 1 to {max}',
  'too-few-clients': '{count} clients cannot belong to {tenants} tenants; each needs one',
  'closed-tenant': 'a tenant has a rate of its own only in an open load; its users are its load here',
  'limiter-name-taken': 'a machine of the limiter is called so; give the server another name',
  // Commands.
  'no-limit-store': 'no count lives in a store here; write "counts: shared" or "counts: synchronised"',
  'too-many-commands': '{count} commands; at most {max} fit in one run',
  'stage-full': 'at most {max} servers fit on the stage',
  'no-such-server': 'there is no server called {server} at this instant; there are {servers}',
  // Keys on nodes.
  'too-many-nodes': '{count} nodes; at most {max} are followed in one run',
  'bad-node-name': 'a node\'s name has 1 to {max} letters of any script, no space at its ends, and is not a number alone',
  'node-twice': 'there is a node called "{node}" already; names tell nodes apart',
  'no-such-node': 'there is no node called "{node}" at this instant; there are {nodes}',
  'scheme-no-weights': '{scheme} gives every node the same; leave weights out',
  'too-many-points': 'these weights make more points than {scheme} can keep; divide them by a common number',
  'scheme-bad-weight': '{scheme} does not take this weight; HAProxy takes up to 256',
  'scheme-bad-option': '{scheme} cannot be made with these options: a table has a prime number of rows, more than there are nodes; ranges need keys between nodes',
  'too-many-keys': '{scheme} is asked key by key; {count} keys are too many, {max} are the most',
  'too-many-copies': 'copies of {count} keys are not followed; {max} keys are the most',
  'not-size': '"{written}" is no size; write it like "2 kB" or "500 B"',
  'not-byte-rate': '"{written}" is no rate of data; write it like "20 MB/s"',
  'foreign-command': 'this family knows no command {command}',
  // Knobs that an author names.
  'no-knob': 'there is no knob at "{place}"; write it like "balancer.policy" or "servers.s1.speed"',
  'nothing-to-turn': 'this scenario says nothing at "{place}", so there is nothing to turn',
  'no-parent': 'this scenario has no "{place}"',
  'several-values': 'a knob needs one value, and "{place}" has several',
  'knob-twice': '{place} is named twice',
} as const

/** What a problem's sentence is made of. */
export interface Said {
  readonly code: keyof typeof authorWords
  readonly values: Readonly<Record<string, string | number | readonly string[]>>
}

/** The sentence for an author. Only what a code names is filled in: "s1: {}" stays as it is. */
export function describeForAuthor({ code, values }: Said): string {
  return authorWords[code].replace(/\{([a-z]+)\}/g, (_hole, name: string) => {
    const value = values[name]!
    return typeof value === 'string' || typeof value === 'number' ? String(value) : value.join(', ')
  })
}
