import { spawnSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ourBalancing, type BalancingEngine } from './adapter.ts'
import { LARGEST_BYTES, readTraceFile } from './format.ts'
import { adapters } from './index.ts'
import { describeReport, exitCodeOf, replayPaths, type ReplayReport } from './replay.ts'
import { chiSquareP } from './statistics.ts'

const here = dirname(fileURLToPath(import.meta.url))
const traces = join(here, 'traces')

function areaOf(report: ReplayReport, area: string): { passed: number; failed: number } {
  const cases = report.areas.find((item) => item.area === area)?.cases ?? []
  const passed = cases.filter((item) => item.result.kind === 'matched').length
  return { passed, failed: cases.length - passed }
}

describe('every recording in the repository', () => {
  const report = replayPaths([traces])

  it('matches wherever an adapter is written', () => {
    expect(describeReport(report, true).filter((line) => line.includes('expected'))).toEqual([])
    expect(report.failed).toBe(0)
    expect(report.refused).toEqual([])
  })

  it.each([
    ['lb.nginx.round_robin', 21],
    ['lb.nginx.round_robin.passive_health', 18],
    ['lb.nginx.least_conn', 18],
    ['lb.nginx.ip_hash', 7],
    ['lb.nginx.random', 5],
    ['lb.haproxy.roundrobin', 48],
    ['lb.haproxy.static_rr', 16],
    ['lb.haproxy.leastconn', 23],
    ['lb.haproxy.first', 11],
    ['lb.haproxy.random', 4],
    ['lb.haproxy.cookie', 7],
    ['lb.haproxy.slowstart', 3],
    ['lb.nginx.hash', 14],
    ['lb.haproxy.hash', 23],
    ['lb.haproxy.source', 9],
    ['lb.haproxy.bounded_load', 14],
  ])('%s: all %i cases were read and matched', (area, cases) => {
    expect(areaOf(report, area)).toEqual({ passed: cases, failed: 0 })
  })

  it('counts an area without adapter as not implemented, never as passed', () => {
    const without = replayPaths([traces], { adapters: new Map() })
    expect(without.passed).toBe(0)
    expect(describeReport(without)).toContainEqual(expect.stringMatching(/^lb\.nginx\.round_robin\s+not implemented$/))
  })
})

describe('a wrong algorithm is told', () => {
  const mutants: [string, string, Partial<BalancingEngine>][] = [
    [
      'ties go to the last server instead of the first',
      'lb.nginx.round_robin',
      { choose: mutatedTurns((counter, best) => counter >= best) },
    ],
    ['the weight in effect is one too high', 'lb.nginx.round_robin', { choose: mutatedTurns((counter, best) => counter > best, 1) }],
    [
      'a die that favours the first server by a tenth',
      'lb.nginx.random',
      { choose: (balancer, request, nowUs, rng) => ((rng[0]! >>> 0) % 10 === 0 ? 0 : ourBalancing.choose(balancer, request, nowUs, rng)) },
    ],
    [
      'the ring is asked as if it were a fair die',
      'lb.haproxy.random',
      { choose: (balancer, _request, _nowUs, rng) => (ourBalancing.choose(balancer, { clientAddress: '', key: '', cookie: null, tried: [] }, 0, rng) + 1) % balancer.pool.servers.length },
    ],
    ['connections are not counted', 'lb.haproxy.leastconn', { open: () => undefined, close: () => undefined }],
    ['failures are not counted', 'lb.nginx.round_robin.passive_health', { close: (balancer, index, _outcome, us, nowUs) => ourBalancing.close(balancer, index, 'answered', us, nowUs) }],
    ['weights set during the run are ignored', 'lb.haproxy.roundrobin', { setWeight: () => undefined }],
    ['a server that was taken out stays in', 'lb.haproxy.static_rr', { setAdmin: () => undefined }],
    ['a slow start takes no steps', 'lb.haproxy.slowstart', { step: () => undefined, nextStepAtUs: () => Infinity }],
    [
      'cookies are ignored',
      'lb.haproxy.cookie',
      { choose: (balancer, request, nowUs, rng) => ourBalancing.choose(balancer, { ...request, cookie: null }, nowUs, rng) },
    ],
    [
      'only two bytes of the address are hashed',
      'lb.nginx.ip_hash',
      { choose: (balancer, request, nowUs, rng) => ourBalancing.choose(balancer, { ...request, clientAddress: request.clientAddress.replace(/\.\d+\.\d+$/, '.0.0') }, nowUs, rng) },
    ],
    ['a limit is not heeded', 'lb.haproxy.first', { createBalancer: (config) => ourBalancing.createBalancer({ ...config, servers: config.servers.map((server) => ({ ...server, maxConnections: 0 })) }) }],
    ['a key is cut short', 'lb.nginx.hash', { choose: (balancer, request, nowUs, rng) => ourBalancing.choose(balancer, { ...request, key: request.key.slice(1) }, nowUs, rng) }],
    ['servers that were taken out keep their keys', 'lb.haproxy.hash', { setAdmin: () => undefined }],
    ['servers are hashed in the wrong order', 'lb.haproxy.source', { createBalancer: (config) => ourBalancing.createBalancer({ ...config, servers: [...config.servers].reverse() }) }],
    ['what is open is not counted', 'lb.haproxy.bounded_load', { open: () => undefined, close: () => undefined }],
    ['ties of least_conn go to the first server', 'lb.nginx.least_conn', { choose: (balancer) => leastOf(balancer.pool.servers) }],
  ]

  it.each(mutants)('%s (%s)', (_title, area, mutation) => {
    const adapter = adapters.get(area)!
    const report = replayPaths([join(traces, 'nginx'), join(traces, 'haproxy')], { engine: { ...ourBalancing, ...mutation }, adapters: new Map([[area, adapter]]) })
    expect(areaOf(report, area).failed).toBeGreaterThan(0)
    expect(exitCodeOf(report)).toBe(1)
  })

  it('has a mutant for every balancing area that is implemented', () => {
    const covered = new Set(mutants.map(([, area]) => area))
    expect([...adapters.keys()].filter((area) => area.startsWith('lb.') && !covered.has(area))).toEqual([])
  })
})

/** Smooth weighted round robin over the same state, with another comparison, or weights that are off by `extra`. */
function mutatedTurns(wins: (counter: number, best: number) => boolean, extra = 0): BalancingEngine['choose'] {
  return (balancer) => {
    const { counters } = balancer.state as { counters: number[] }
    let best = -1
    let total = 0
    for (const { index, weight, admin, config } of balancer.pool.servers) {
      if (config.backup || admin !== 'ready') continue
      counters[index]! += weight + extra
      total += weight + extra
      if (best < 0 || wins(counters[index]!, counters[best]!)) best = index
    }
    counters[best]! -= total
    return best
  }
}

function leastOf(servers: readonly { connections: number; weight: number }[]): number {
  let best = 0
  for (const [index, server] of servers.entries()) {
    if (server.connections * servers[best]!.weight < servers[best]!.connections * server.weight) best = index
  }
  return best
}

describe('files that are no recordings', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'))
    const good = readFileSync(join(traces, 'nginx/swrr.json'), 'utf8')
    const trace = JSON.parse(good) as Record<string, unknown>
    const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content)
    mkdirSync(join(folder, 'good'))
    write('good/swrr.json', good)
    write('good/packed.json.gz', gzipSync(good))
    write('newer.json', good.replace('fidelity-trace/1', 'fidelity-trace/2'))
    write('older.json', good.replace('fidelity-trace/1', 'fidelity-trace/0'))
    write('foreign.json', '{"format":"something-else/1"}')
    write('list.json', '[1,2,3]')
    write('text.json', 'not json at all')
    write('empty.json', '')
    write('truncated.json', good.slice(0, good.length / 2))
    write('truncated.json.gz', gzipSync(good).subarray(0, 200))
    write('no-area.json', JSON.stringify({ ...trace, area: undefined }))
    write('no-cases.json', JSON.stringify({ ...trace, cases: undefined }))
    write('cases-no-list.json', JSON.stringify({ ...trace, cases: { a: 1 } }))
    write('case-no-object.json', JSON.stringify({ ...trace, cases: [1] }))
    write('bomb.json.gz', gzipSync(Buffer.alloc(LARGEST_BYTES + 1, 32)))
    write('huge.json', '')
    truncateSync(join(folder, 'huge.json'), LARGEST_BYTES + 1)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each([
    ['newer.json', /newer format, fidelity-trace\/2/],
    ['older.json', /not known/],
    ['foreign.json', /not a trace/],
    ['list.json', /not a trace/],
    ['text.json', /not JSON/],
    ['empty.json', /truncated or not JSON/],
    ['truncated.json', /truncated or not JSON/],
    ['truncated.json.gz', /truncated or damaged/],
    ['no-area.json', /"area" is missing/],
    ['cases-no-list.json', /"cases" is not a list/],
    ['case-no-object.json', /case 0 is not an object/],
    ['bomb.json.gz', /too large/],
    ['huge.json', /too large/],
    ['does-not-exist.json', /cannot be read/],
  ])('%s is refused with its reason', (name, reason) => {
    const read = readTraceFile(join(folder, name))
    expect(read.kind).toBe('refused')
    expect(read.kind === 'refused' ? read.reason : '').toMatch(reason)
  })

  it('are named and left out while the others run, and the exit code is 2', () => {
    const report = replayPaths([folder, join(folder, 'does-not-exist.json')])
    expect(report.refused).toHaveLength(15)
    expect(areaOf(report, 'lb.nginx.round_robin')).toEqual({ passed: 14, failed: 0 })
    expect(exitCodeOf(report)).toBe(2)
  })

  it('run as a command: the last line is the count, the exit code tells', () => {
    const run = (...paths: string[]): { status: number | null; lines: string[] } => {
      const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', join(here, 'cli.ts'), ...paths], { cwd: join(here, '..'), encoding: 'utf8' })
      return { status, lines: stdout.trimEnd().split('\n') }
    }
    const good = run(join(folder, 'good'))
    expect([good.status, good.lines.at(-1)]).toEqual([0, '14 passed, 0 failed'])
    const mixed = run(join(folder, 'good'), join(folder, 'newer.json'))
    expect([mixed.status, mixed.lines.at(-1)]).toEqual([2, '14 passed, 0 failed'])
    const wrong = join(folder, 'wrong.json')
    writeFileSync(wrong, readFileSync(join(folder, 'good/swrr.json'), 'utf8').replace('"s1","s1","s2"', '"s1","s2","s1"'))
    const failing = run(wrong)
    expect([failing.status, failing.lines.at(-1)]).toEqual([1, '6 passed, 1 failed'])
    expect(failing.lines.join('\n')).toMatch(/case w5-1-1, step 1: expected "s2", got "s1"/)
    rmSync(wrong)
  })
})

describe('cases of another shape', () => {
  const replay = (area: string, item: Record<string, unknown>): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'conformance-')), 'case.json')
    writeFileSync(file, JSON.stringify({ format: 'fidelity-trace/1', area, cases: [{ id: 'x', ...item }] }))
    const report = replayPaths([file])
    rmSync(dirname(file), { recursive: true })
    const { result } = report.areas[0]!.cases[0]!
    return result.kind === 'unreadable' ? result.message : result.kind
  }
  const servers = [{ name: 's1' }, { name: 's2' }]
  const ids = [{ name: 's1', id: 1 }, { name: 's2', id: 2 }]

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['an unknown operation', 'lb.nginx.least_conn', { servers, ops: [{ op: 'dance' }] }, /operation "dance" is not known/],
    ['an unknown field of a server', 'lb.nginx.round_robin', { servers: [{ name: 's1', zone: 'x' }], picks: ['s1'] }, /unknown field "zone"/],
    ['no servers', 'lb.nginx.round_robin', { picks: [] }, /"servers" is not a list/],
    ['neither picks nor ops', 'lb.nginx.round_robin', { servers }, /"picks" is not a list/],
    ['a weight that is text', 'lb.nginx.round_robin', { servers: [{ name: 's1', weight: '5' }], picks: ['s1'] }, /"weight" is not a whole number/],
    ['a close of what is not open', 'lb.nginx.least_conn', { servers, ops: [{ op: 'close', id: 4 }] }, /closes 4, which is not open/],
    ['an unknown command', 'lb.haproxy.roundrobin', { balance: 'roundrobin', servers: ids, ops: [{ op: 'cli', cmd: 'reboot' }] }, /command "reboot" is not known/],
    ['an unknown server in a command', 'lb.haproxy.roundrobin', { balance: 'roundrobin', servers: ids, ops: [{ op: 'cli', cmd: 'disable server be/s9' }] }, /"be\/s9" is not a server/],
    ['an unknown balance', 'lb.haproxy.roundrobin', { balance: 'astrology', servers: ids, ops: [] }, /balance "astrology" is not known/],
    ['an unknown backend line', 'lb.haproxy.roundrobin', { balance: 'roundrobin', backend: 'fullconn 3', servers: ids, ops: [] }, /backend line "fullconn 3"/],
    ['a weight that would fill the memory', 'lb.nginx.hash', { directive: 'hash $k consistent', servers: [{ name: 's1', weight: 1e12 }], keys: [], picks: [] }, /at most 10000 is replayed/],
    ['a weight that HAProxy would not accept', 'lb.haproxy.static_rr', { balance: 'static-rr', servers: [{ name: 's1', id: 1, weight: 1e9 }], ops: [] }, /at most 256/],
    ['a slow start of years', 'lb.haproxy.slowstart', { slowstart: '9999d', servers: ids, samples: [] }, /at most/],
    ['counts that do not add up', 'lb.nginx.random', { directive: 'random', servers, held: [0, 0], n: 5, counts: [1, 1] }, /do not add up/],
  ])('%s fails that case with a sentence', (_title, area, item, message) => {
    expect(replay(area, item)).toMatch(message)
  })

  it('a case that varies in the real system passes with any recorded answer, and fails with none', () => {
    const base = { servers, deterministic: false, picks: ['s2', 's2'] }
    expect(replay('lb.nginx.round_robin', { ...base, alternatives: [['s2', 's1'], ['s1', 's2']] })).toBe('matched')
    expect(replay('lb.nginx.round_robin', { ...base, alternatives: [{ picks: ['s1', 's2'] }] })).toBe('matched')
    expect(replay('lb.nginx.round_robin', { ...base, alternatives: [['s2', 's1']] })).toBe('mismatched')
    expect(replay('lb.nginx.round_robin', { ...base, deterministic: true, alternatives: [['s1', 's2']] })).toBe('mismatched')
  })
})

describe('the chi-square test', () => {
  it.each([
    [[50, 50], [0.5, 0.5], 1],
    [[60, 40], [0.5, 0.5], 0.0455], // chi2 = 4, one degree of freedom
    [[30, 30, 40], [1 / 3, 1 / 3, 1 / 3], 0.3679], // chi2 = 2, two degrees
    [[10, 20, 30, 40], [0.25, 0.25, 0.25, 0.25], 0.00017], // chi2 = 20, three degrees
    [[1, 99], [0, 1], 0], // something impossible was counted
  ])('%j against %j', (counts, probabilities, p) => {
    expect(chiSquareP(counts, probabilities)).toBeCloseTo(p, 3)
  })
})
