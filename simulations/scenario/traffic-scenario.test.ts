import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generate } from '@/tests/fuzz/generate.ts'
import { POLICIES, readTrafficScenario } from './traffic-scenario.ts'
import { describeForAuthor } from './author-words.ts'

/** A small valid document; a case replaces or removes one place of it. */
function valid(): Record<string, unknown> {
  return {
    id: 'test', family: 'traffic', title: { en: 'a', ko: 'b' }, question: { en: 'c', ko: 'd' }, seed: 1, duration: '10 s',
    clients: { load: { open: { rate: '100/s' } }, requests: { page: { work: '20 ms' } } },
    links: { clients: '4..12 ms', servers: '1 ms' },
    balancer: { policy: 'round-robin' },
    servers: { s1: {}, s2: { weight: 3 } },
  }
}

const REMOVE = Symbol('remove')

function withAt(path: string, value: unknown): Record<string, unknown> {
  const document = valid()
  const keys = path.split('/')
  let at: Record<string, unknown> = document
  for (const key of keys.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>
  const last = keys.at(-1)!
  if (value === REMOVE) delete at[last]
  else Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true })
  return document
}

function problemsOf(document: unknown): { path: string; message: string }[] {
  const reading = readTrafficScenario(document)
  return reading.ok ? [] : reading.problems.map((problem) => ({ path: problem.path.join('/'), message: describeForAuthor(problem) }))
}

const many = (n: number, one: (i: number) => [string, unknown]): Record<string, unknown> => Object.fromEntries(Array.from({ length: n }, (_, i) => one(i)))
const script = (...entries: unknown[]): unknown[] => entries
const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

describe('what cannot be run is refused, at its place, in plain words', () => {
  test.each<[string, string, unknown, string, RegExp]>([
    ['a query and nobody to ask', 'clients/requests/page', { work: '1 ms', query: '5 ms' }, 'clients/requests/page/query', /no database to ask; name one/],
    ['a database that nobody asks', 'database', {}, 'database', /no sort of request asks it; give one a query/],
    ['a database without workers', 'database', { workers: 0 }, 'database/workers', /out of range; allowed is 1/],
    ['queries that help each other', 'database', { crowding: -0.1 }, 'database/crowding', /out of range; allowed is 0 to 1/],
    ['a server in the name of the database', 'servers', { database: {} }, 'servers/database', /called so/],
    ['no servers', 'servers', {}, 'servers', /no server; name at least one/],
    ['no entry for servers', 'servers', REMOVE, 'servers', /missing/],
    ['too many servers', 'servers', many(13, (i) => [`s${i}`, {}]), 'servers', /13 servers; at most 12/],
    ['all weights zero', 'servers', { s1: { weight: 0 }, s2: { weight: 0 } }, 'servers', /all weights are zero/],
    ['a negative weight', 'servers/s1', { weight: -1 }, 'servers/s1/weight', /-1 is out of range; allowed is 0 to 256/],
    ['half a weight', 'servers/s1', { weight: 1.5 }, 'servers/s1/weight', /1\.5 is no whole number/],
    ['an endless weight', 'servers/s1', { weight: Infinity }, 'servers/s1/weight', /no whole number/],
    ['no worker', 'servers/s1', { workers: 0 }, 'servers/s1/workers', /out of range; allowed is 1/],
    ['a speed of zero', 'servers/s1', { speed: 0 }, 'servers/s1/speed', /out of range/],
    ['a speed that is no number', 'servers/s1', { speed: Number.NaN }, 'servers/s1/speed', /no number/],
    ['yes for true', 'servers/s1', { backup: 'yes' }, 'servers/s1/backup', /true or false/],
    ['a server without entries', 'servers/s1', null, 'servers/s1', /group of entries/],
    ['a name with a capital', 'servers', { S1: {} }, 'servers/S1', /a name is/],
    ['a name that is too long', 'servers', { s12345678901234567: {} }, 'servers/s12345678901234567', /a name is/],
    ['servers as a list', 'servers', [{}], 'servers', /group of entries/],
    ['a negative rate', 'clients/load/open/rate', '-5/s', 'clients/load/open/rate', /no rate; write it like "120\/s"/],
    ['a rate without unit', 'clients/load/open/rate', 120, 'clients/load/open/rate', /needs a unit. 120\/s\?/],
    ['a rate per fortnight', 'clients/load/open/rate', '5/fortnight', 'clients/load/open/rate', /no rate/],
    ['a rate beyond all limits', 'clients/load/open/rate', '999999999/s', 'clients/load/open/rate', /out of range/],
    ['rate points out of order', 'clients/load/open/rate', [{ at: '2 s', rate: '1/s' }, { at: '1 s', rate: '1/s' }], 'clients/load/open/rate', /order of time/],
    ['two rate points at one instant', 'clients/load/open/rate', [{ at: '1 s', rate: '1/s' }, { at: '1 s', rate: '2/s' }], 'clients/load/open/rate', /order of time/],
    ['no rate points', 'clients/load/open/rate', [], 'clients/load/open/rate', /name at least 1/],
    ['a billion requests', 'clients/load/open', { rate: '100000/s', bursts: { every: '10 ms', size: 10_000 } }, 'duration', /requests; at most 2000000/],
    ['a billion requests of eager users', 'clients/load', { closed: { users: 5_000, think: '0 ms' } }, 'duration', /at most 2000000/],
    ['bursts without pause', 'clients/load/open', { rate: '1/s', bursts: { every: '0 ms', size: 1 } }, 'clients/load/open/bursts/every', /out of range/],
    ['no users', 'clients/load', { closed: { users: 0, think: '1 s' } }, 'clients/load/closed/users', /out of range/],
    ['two loads at once', 'clients/load', { open: { rate: '1/s' }, closed: { users: 1, think: '1 s' } }, 'clients/load', /unknown: /],
    ['no sort of request', 'clients/requests', {}, 'clients/requests', /no sort of request/],
    ['all shares zero', 'clients/requests', { a: { share: 0, work: '1 ms' } }, 'clients/requests', /all shares are zero/],
    ['more sorts than can be told apart', 'clients/requests', many(300, (i) => [`r${i}`, { work: '1 ms' }]), 'clients/requests', /300 sorts of requests; at most 16/],
    ['work without unit', 'clients/requests/page', { work: 20 }, 'clients/requests/page/work', /needs a unit. 20 ms\?/],
    ['work that runs backwards', 'clients/requests/page', { work: '9..2 ms' }, 'clients/requests/page/work', /runs backwards/],
    ['work of a day', 'clients/requests/page', { work: '1440 min' }, 'clients/requests/page/work', /at most 60 s/],
    ['an unknown distribution', 'clients/requests/page', { work: 'gaussian 5 ms' }, 'clients/requests/page/work', /no duration; write it like/],
    ['a shape that is not there', 'clients/requests/page', { work: { weibull: {} } }, 'clients/requests/page/work', /a shaped distribution is/],
    ['a tail without mean', 'clients/requests/page', { work: { pareto: { min: '1 ms', alpha: 1 } } }, 'clients/requests/page/work', /a shaped distribution is/],
    ['a negative duration', 'duration', '-10 s', 'duration', /no duration/],
    ['no time at all', 'duration', '0 s', 'duration', /out of range/],
    ['a duration without unit', 'duration', 28, 'duration', /needs a unit. 28 ms\?/],
    ['a duration of years', 'duration', '99999999 min', 'duration', /out of range/],
    ['a policy with a typo', 'balancer/policy', 'round-robbin', 'balancer/policy', /"round-robbin" is not known here; one of: round-robin/],
    ['a policy called toString', 'balancer/policy', 'toString', 'balancer/policy', /not known here/],
    ['a policy that is a list', 'balancer/policy', ['round-robin'], 'balancer/policy', /\[…\] is not known here/],
    ['a key with a typo', 'balancer', { policy: 'random', polcy: 'random' }, 'balancer', /unknown: polcy/],
    ['a key of the top with a typo', 'severs', {}, '', /unknown: severs/],
    ['no tries', 'balancer', { policy: 'random', tries: 0 }, 'balancer/tries', /out of range; allowed is 1 to 10/],
    ['checks without pause', 'balancer', { policy: 'random', checks: { every: '0 ms', timeout: '1 ms' } }, 'balancer/checks/every', /out of range/],
    ['another family', 'family', 'gossip', 'family', /"gossip" is not known here; one of: traffic/],
    ['half a seed', 'seed', 0.5, 'seed', /no whole number/],
    ['a seed beyond 32 bits', 'seed', 2 ** 32, 'seed', /out of range/],
    ['a title in one language', 'title', { en: 'a' }, 'title/ko', /missing/],
    ['a command to nobody', 'script', script({ at: '1 s', do: { kind: 'stop-server', server: 's9' } }), 'script/0', /no server called s9 at this instant; there are s1, s2/],
    ['a command to one who is not there yet', 'script', script({ at: '1 s', do: { kind: 'stop-server', server: 's3' } }, { at: '2 s', do: { kind: 'add-server' } }), 'script/0', /no server called s3/],
    ['a command that does not exist', 'script', script({ at: '1 s', do: { kind: 'explode' } }), 'script/0/do', /no such kind; one of: stop-server/],
    ['a command without instant', 'script', script({ do: { kind: 'add-server' } }), 'script/0/at', /duration/],
    ['a command with too much', 'script', script({ at: '1 s', do: { kind: 'add-server', server: 's1' } }), 'script/0/do', /unknown: server/],
    ['a command out of range', 'script', script({ at: '1 s', do: { kind: 'slow-server', server: 's1', factor: 0 } }), 'script/0/do/factor', /out of range/],
    ['too many commands', 'script', Array.from({ length: 201 }, () => ({ at: '1 s', do: { kind: 'set-rate', factor: 1 } })), 'script', /201 commands; at most 200/],
    ['more servers than the stage holds', 'script', Array.from({ length: 11 }, () => ({ at: '1 s', do: { kind: 'add-server' } })), 'script/10', /at most 12 servers/],
    ['a script that is no list', 'script', { at: '1 s' }, 'script', /list/],
    ['more knobs than anybody turns', 'knobs', Array.from({ length: 50_000 }, () => 'seed'), 'knobs', /at most 40 fit/],
    ['a text that prints itself', 'balancer/policy', JSON.parse('{"toString": 1, "valueOf": 1}'), 'balancer/policy', /\{…\} is not known/],
    ['a number that is a group without prototype', 'servers/s1', { weight: Object.create(null) }, 'servers/s1/weight', /\{…\} is no whole number/],
    ['a hundred thousand lists in one another', 'seed', nested(100_000), 'seed', /\[…\] is no whole number/],
    ['... where a word stands', 'balancer/policy', nested(100_000), 'balancer/policy', /\[…\] is not known/],
    ['... where anything is unknown', 'more', nested(100_000), '', /unknown: more/],
    ['a very long word', 'duration', 'x'.repeat(1_000_000), 'duration', /^"x{40}…" is no duration/],
  ])('%s', (_title, path, value, place, words) => {
    const begin = performance.now()
    const problems = problemsOf(withAt(path, value))
    expect(performance.now() - begin).toBeLessThan(1_000)
    const found = problems.find((problem) => problem.path === place || problem.path.startsWith(`${place}/`))
    expect(problems.length, 'it was accepted').toBeGreaterThan(0)
    expect(found?.message, JSON.stringify(problems).slice(0, 500)).toMatch(words)
    for (const { message } of problems) expect(message.length).toBeLessThan(400)
    expect(({} as Record<string, unknown>)['weight']).toBeUndefined()
  })

  test.each([undefined, null, true, 0, '', 'servers', [], [valid()], {}, () => valid(), Symbol('x'), 10n, new Map(), new Date()].map((value) => [value]))('no scenario at all: %s', (value) => {
    expect(problemsOf(value).length).toBeGreaterThan(0)
  })

  test('every problem is named, not only the first', () => {
    const document = { ...valid(), duration: 5, seed: -1, balancer: { policy: 'x' }, servers: { s1: { weight: 'heavy' } } }
    expect(problemsOf(document).map(({ path }) => path).sort((a, b) => (a < b ? -1 : 1))).toEqual(['balancer/policy', 'duration', 'seed', 'servers/s1/weight'])
  })
})

test('a prototype is no server, and nothing is inherited from it', () => {
  const reading = readTrafficScenario(withAt('servers', JSON.parse('{"__proto__": {"weight": 7}, "s1": {}}')))
  if (!reading.ok) throw new Error('refused')
  expect(reading.scenario.config.servers.map(({ name, weight }) => [name, weight])).toEqual([['s1', 1]])
  expect(({} as Record<string, unknown>)['weight']).toBeUndefined()
})

describe('what can be run is compiled to what was meant', () => {
  test('a database has the link of the servers when it says none, and a query only where one is written', () => {
    const document = withAt('clients/requests', { page: { work: '1 ms', query: '5 ms' }, picture: { work: '1 ms' } })
    const reading = readTrafficScenario({ ...document, database: { workers: 2, crowding: 0.02 } })
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    const { database, clients } = reading.scenario.config
    expect(database).toEqual({ workers: 2, queueCapacity: 92, link: { kind: 'constant', valueUs: 1_000 }, crowding: 0.02 })
    expect(clients.classes.map(({ query }) => query)).toEqual([{ kind: 'constant', valueUs: 5_000 }, undefined])
  })

  test('words, units and defaults', () => {
    const reading = readTrafficScenario(withAt('script', [{ at: '2 s', do: { kind: 'add-server' } }, { at: '500 ms', do: { kind: 'stop-server', server: 's1' } }, { at: '3 s', do: { kind: 'stop-server', server: 's3' } }]))
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    const { config, script: commands } = reading.scenario
    expect(config.durationUs).toBe(10_000_000)
    expect(config.clientLink).toEqual({ kind: 'uniform', minUs: 4_000, maxUs: 12_000 })
    expect(config.clients).toMatchObject({ count: 40, timeoutUs: 0, load: { kind: 'open', arrivals: 'poisson', rate: [{ atUs: 0, perSecond: 100 }], bursts: null } })
    expect(config.servers.map(({ name, weight, workers, link }) => [name, weight, workers, link])).toEqual([
      ['s1', 1, 4, { kind: 'constant', valueUs: 1_000 }], ['s2', 3, 4, { kind: 'constant', valueUs: 1_000 }],
    ])
    expect(commands.map(({ atUs, command }) => [atUs, command.kind])).toEqual([[500_000, 'stop-server'], [2_000_000, 'add-server'], [3_000_000, 'stop-server']])
  })

  test.each(['constructor', 'tostring', 'valueof', 'hasownproperty'])('a server may be called %s', (name) => {
    expect(problemsOf(withAt('servers', { [name]: {} }))).toEqual([])
  })

  test.each(POLICIES)('with %s', (policy) => {
    expect(problemsOf(withAt('balancer/policy', policy))).toEqual([])
  })

  test('every document of the generator', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4_000_000_000 }), (seed) => problemsOf(generate(seed)).length === 0), { numRuns: 500 })
  })
})

describe('whatever is put in, reading ends soon and throws nothing', () => {
  const read = (document: unknown): boolean => {
    const begin = performance.now()
    const reading = readTrafficScenario(document)
    if (performance.now() - begin > 500) throw new Error('reading took more than 500 ms')
    return reading.ok || (reading.problems.length > 0 && reading.problems.every((problem) => describeForAuthor(problem).length > 0))
  }

  test('any value', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, withSet: true, maxDepth: 5 }), read), { numRuns: 2_000 })
  })

  test('a valid document with any value at any place', () => {
    const places: string[] = []
    const walk = (value: unknown, path: string[]): void => {
      if (path.length > 0) places.push(path.join('/'))
      if (typeof value === 'object' && value !== null) for (const [key, inside] of Object.entries(value)) walk(inside, [...path, key])
    }
    walk(generate(12), [])
    const hostile = fc.oneof(
      fc.anything({ withNullPrototype: true }), fc.string(), fc.double(),
      fc.constantFrom('__proto__', '1e999 ms', '0..0 ms', '99999999999999999999 ms', '-0/s', 'exponential exponential 3 ms', -0, 1e308, Number.MAX_SAFE_INTEGER),
    )
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(...places), hostile, (seed, path, value) => {
      const document = structuredClone(generate(seed)) as Record<string, unknown>
      let at = document
      const keys = path.split('/')
      for (const key of keys.slice(0, -1)) {
        if (typeof at[key] !== 'object' || at[key] === null) return true
        at = at[key] as Record<string, unknown>
      }
      at[keys.at(-1)!] = value
      return read(document)
    }), { numRuns: 3_000 })
  })
})
