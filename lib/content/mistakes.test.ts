/** Mistakes that authors make, each planted in a sound lesson: it is stopped or remarked upon, at its line, with advice. */

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkClaims } from './claims.ts'
import { readLesson } from './lesson.ts'
import { createRuns } from './runs.ts'
import { openShelf } from './shelf.ts'

const shelf = openShelf(join(import.meta.dirname, '..', '..', 'content'))
const runs = createRuns()

const head = `---
title: A test
summary: A lesson that exists to be broken.
minutes: 5
chapter: load-balancing
concepts: [round-robin]
sources:
  - id: nginx-upstream
    title: Module ngx_http_upstream_module
---
`
const body = `
<Sim scenario="load-balancing/one-slow-server">

<Step id="first-step" at="first(request.timed-out)" focus="s3">
## It waits
The <Mark kind="request">request</Mark> waits at s3 until <At/>.<Source id="nginx-upstream"/>
</Step>

<Step id="second-step" at="start">
## How many
<Predict metric="failed_share" axis="0..50 %" close="4 %" exhibit="worst(latency)">
What share fails?
</Predict>
<After>
It is <Value of="failed_share"/>.
</After>
</Step>

</Sim>
`
const sound = head + body

const read = (text: string, locale: 'en' | 'ko' = 'en') => readLesson(text, 'planted/lesson.en.mdx', 'planted', locale, shelf, runs)
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

test('the lesson without a mistake has no problem', async () => {
  const { problems, lesson } = await read(sound)
  expect(problems).toEqual([])
  expect(lesson).not.toBeNull()
})

type Planted = readonly [mistake: string, was: string, is: string, code: string, advice: RegExp | string]

const planted: readonly Planted[] = [
  // A bench of arrivals
  ['a sequence that nobody knows', '\n</Sim>', '\n</Sim>\n\n<ArrivalBench sequence="edge" left="fixed-window 5 per 1 s" right="sliding-log 5 per 1 s" />', 'SIM214', 'edge-burst'],
  ['arrivals that cannot be read', '\n</Sim>', '\n</Sim>\n\n<ArrivalBench sequence="0 ms; 5h" left="fixed-window 5 per 1 s" right="sliding-log 5 per 1 s" />', 'SIM214', 'list of arrivals'],
  ['a limiter that nobody knows', '\n</Sim>', '\n</Sim>\n\n<ArrivalBench sequence="steady" left="tokenbucket 5" right="sliding-log 5 per 1 s" />', 'SIM214', 'token-bucket'],
  ['a limiter that cannot be', '\n</Sim>', '\n</Sim>\n\n<ArrivalBench sequence="steady" left="fixed-window 5 per 1 s" right="nginx-limit-req 5 per 2 s" />', 'SIM214', '1 min'],
  // Front matter
  ['a head in JavaScript', '---\ntitle', '---js\ntitle', 'MDX120', 'exactly "---"'],
  ['no head', head, '', 'MDX120', 'begins with a line'],
  ['a head that never ends', 'ngx_http_upstream_module\n---', 'ngx_http_upstream_module', 'MDX121', 'close it'],
  ['broken YAML', 'minutes: 5', 'minutes: 5: 6', 'MDX122', /./],
  ['an unknown entry of the head', 'minutes: 5', 'minutes: 5\nminute: 6', 'MDX123', 'did you mean "minutes"'],
  ['a missing title', 'title: A test\n', '', 'MDX123', '"title" is missing'],
  ['minutes with a unit', 'minutes: 5', 'minutes: 5 min', 'MDX123', 'number of minutes'],
  ['a source that is an address of another kind', 'title: Module ngx_http_upstream_module', 'title: Module ngx\n    url: javascript:alert(1)', 'MDX123', 'https://'],
  // Code that must not run
  ['an import', '\n<Sim', '\nimport fs from "node:fs"\n\n<Sim', 'MDX102', 'not part of a lesson'],
  ['an export', '\n<Sim', '\nexport const a = 1\n\n<Sim', 'MDX102', 'not part of a lesson'],
  ['an expression', 'It is <Value', '{process.exit(1)} It is <Value', 'MDX103', 'holds no code'],
  ['a sum in braces', 'It is <Value', '{1 + 1} It is <Value', 'MDX103', 'holds no code'],
  ['a spread attribute', '<Step id="first-step"', '<Step {...globalThis} id="first-step"', 'MDX104', 'write each attribute out'],
  ['a call as an attribute', 'kind="request"', 'kind={String(1)}', 'MDX110', 'is code'],
  ['a template with a hole', 'kind="request"', 'kind={`${1}`}', 'MDX110', 'is code'],
  ['a getter as an attribute', 'focus="s3"', 'focus="s3" knobs={{get a() { return 1 }}}', 'MDX110', 'is code'],
  ['a handler', 'kind="request"', 'kind="request" onClick="alert(1)"', 'MDX112', 'handler'],
  ['a script', 'It is <Value', '<script>alert(1)</script> It is <Value', 'MDX106', 'HTML'],
  ['a frame', '\n<Sim', '\n<iframe src="https://example.com"/>\n\n<Sim', 'MDX106', 'HTML'],
  ['a link that runs code', 'It is <Value', '[so](javascript:alert(1)) It is <Value', 'MDX113', 'a link goes to'],
  ['a reference that runs code', '</Sim>\n', '</Sim>\n\n[a]: javascript:alert(1)\n', 'MDX113', 'a link goes to'],
  ['a link to another host without its scheme', 'It is <Value', '[so](//example.com) It is <Value', 'MDX113', 'a link goes to'],
  // Words
  ['an unclosed tag', '</After>', '', 'MDX101', 'close it'],
  ['an unknown word', '<After>', '<Afterwards/>\n\n<After>', 'MDX105', 'no <Afterwards>'],
  ['a word in small letters', '<Value of="failed_share"/>', '<value of="failed_share"/>', 'MDX106', 'HTML'],
  ['an unknown attribute', 'close="4 %"', 'closse="4 %"', 'MDX107', 'did you mean "close"'],
  ['a missing attribute', '<Step id="first-step"', '<Step', 'MDX108', 'needs id'],
  ['an attribute of another shape', 'id="first-step"', 'id={3}', 'MDX109', 'permanent name'],
  ['an id with capitals', 'id="first-step"', 'id="First Step"', 'MDX109', 'a-z'],
  ['an unknown kind of question', '<Predict metric', '<Predict kind="choise" metric', 'MDX109', 'did you mean "choice"'],
  ['a step outside of a simulator', '</Sim>\n', '</Sim>\n\n<Step id="lost-step">\n## Lost\nHere.\n</Step>\n', 'MDX111', 'belongs directly in <Sim>'],
  ['a value outside of a simulator', '</Sim>\n', '</Sim>\n\nIt is <Value of="p99"/>.\n', 'MDX111', 'needs a <Sim> around it'],
  ['an empty step', '## It waits\nThe <Mark kind="request">request</Mark> waits at s3 until <At/>.<Source id="nginx-upstream"/>\n', '', 'MDX118', 'is empty'],
  ['a mark nobody knows', 'kind="request"', 'kind="requst"', 'MRK102', 'did you mean "request"'],
  ['a term that is not in the glossary', 'It is <Value', 'The <Term id="p98">p98</Term>. It is <Value', 'TRM802', 'did you mean "p99"'],
  ['a source that the head does not list', '<Source id="nginx-upstream"/>', '<Source id="nginx-upstreams"/>', 'LRN420', 'did you mean "nginx-upstream"'],
  // The scenario
  ['an unknown scenario', 'load-balancing/one-slow-server', 'load-balancing/one-slow-servr', 'SIM202', 'did you mean'],
  ['a machine that is not there', 'focus="s3"', 'focus="s9"', 'SIM204', 'no machine called s9'],
  ['an event nobody knows', 'at="first(request.timed-out)"', 'at="first(request.timedout)"', 'SIM205', 'did you mean "request.timed-out"'],
  ['an event without saying which', 'at="first(request.timed-out)"', 'at="request.timed-out"', 'SIM205', 'which request.timed-out?'],
  ['a machine in an instant that is not there', 'at="first(request.timed-out)"', 'at="first(request.started on s7)"', 'SIM205', 'no machine called "s7"'],
  ['an instant that never comes', 'at="first(request.timed-out)"', 'at="first(server.stopped)"', 'SIM207', 'never reached'],
  ['an instant after the end', 'at="first(request.timed-out)"', 'at="90 s"', 'SIM207', 'the run ends at 24 s'],
  ['an event there are fewer of', 'at="first(request.timed-out)"', 'at="request.timed-out[5000]"', 'SIM207', 'never reached'],
  ['an unknown metric', 'of="failed_share"', 'of="failled_share"', 'SIM206', 'did you mean "failed_share"'],
  ['a metric of a server without one', 'of="failed_share"', 'of="share"', 'SIM206', 'needs a server'],
  ['a metric of a server that is not there', 'of="failed_share"', 'of="share(s8)"', 'SIM206', 's8'],
  ['an unknown knob', '<Value of="failed_share"/>', '<Value of="failed_share" with={{\'balancer.polici\': \'random\'}}/>', 'SIM210', 'did you mean "balancer.policy"'],
  ['a knob that cannot be turned so', '<Value of="failed_share"/>', '<Value of="failed_share" with={{\'balancer.policy\': \'best\'}}/>', 'SIM210', 'cannot be "best"'],
  ['a claim that does not parse', 'It is <Value', '<Claim that="p99 = 3 s">So</Claim> <Value', 'SIM212', 'write "=="'],
  ['a claim without a unit', 'It is <Value', '<Claim that="p99 < 300">So</Claim> <Value', 'SIM212', 'needs a unit'],
  ['a share without its sign', 'It is <Value', '<Claim that="failed_share < 0.5">So</Claim> <Value', 'SIM212', '"50 %"'],
  ['a claim that compares what cannot be', 'It is <Value', '<Claim that="p99 < sent">So</Claim> <Value', 'SIM212', 'cannot be compared'],
  ['a window without its unit', 'focus="s3"', 'focus="s3" window="400"', 'UNIT109', 'a duration'],
  ['an axis of another unit', 'axis="0..50 %"', 'axis="0 ms..50 ms"', 'UNIT110', 'the axis holds'],
  ['an axis that runs backwards', 'axis="0..50 %"', 'axis="50..0 %"', 'UNIT109', 'runs backwards'],
  ['an axis that the result lies off', 'axis="0..50 %"', 'axis="0..10 %"', 'LRN410', 'lies off this axis'],
  // The lesson
  ['two headings in one step', 'waits at s3', 'waits\n\n## And more\n\nat s3', 'LRN406', 'two steps'],
  ['a heading without a home', '\n<Sim', '\n## Alone\n\n<Sim', 'MDX117', 'permanent id'],
  ['a title in the text', '## It waits', '# It waits', 'MDX116', 'in its head'],
  ['a step without a heading', '## It waits\n', '', 'LRN402', 'has no heading'],
  ['no prediction', body.slice(body.indexOf('<Predict'), body.indexOf('</Step>\n\n</Sim>')), 'Words.\n', 'LRN401', 'at least one'],
  ['an id twice', 'id="second-step"', 'id="first-step"', 'LRN403', 'is taken'],
  ['a second prediction in a step', '<After>', '<Predict id="again" metric="p99" axis="0..5 s">\nAgain?\n</Predict>\n<After>', 'LRN404', 'step of its own'],
  ['a step that is too long', 'waits at s3', `waits ${'and waits '.repeat(100)} at s3`, 'LRN405', 'Split it'],
  ['two machines in focus', 'focus="s3"', 'focus="s3 s1"', 'LRN405', 'two ideas'],
  ['an explanation without a prediction', '<Source id="nginx-upstream"/>\n', '<Source id="nginx-upstream"/>\n<After>\nSo.\n</After>\n', 'LRN409', 'no <Predict>'],
  ['the evidence before the question', 'id="second-step" at="start"', 'id="second-step" at="end"', 'LRN415', 'begin the step before it'],
  ['options that are all wrong', '<Predict metric="failed_share" axis="0..50 %" close="4 %" exhibit="worst(latency)">\nWhat share fails?\n', '<Predict kind="choice">\nWhat?\n\n<Option when="p99 < 1 ms">a</Option>\n<Option when="p99 < 2 ms">b</Option>\n', 'LRN412', 'none of the options'],
  ['options that are all right', '<Predict metric="failed_share" axis="0..50 %" close="4 %" exhibit="worst(latency)">\nWhat share fails?\n', '<Predict kind="choice">\nWhat?\n\n<Option when="p99 > 1 ms">a</Option>\n<Option when="p99 > 2 ms">b</Option>\n', 'LRN412', 'exclude each other'],
  ['a source nobody refers to', '<Source id="nginx-upstream"/>', '', 'LRN421', 'refers to'],
  ['a goal that is reached already', '</Sim>', '<Break id="break-it" goal="failed_share > 1 %">\nTry.\n</Break>\n\n</Sim>', 'LRN414', 'already true'],
  ['a question of the recall without a reason', '</Sim>\n', '</Sim>\n\n<Recall>\n<Item id="r-one" scenario="load-balancing/burst" metric="p99" axis="1 ms..10 s log">\nHow long?\n</Item>\n</Recall>\n', 'LRN413', 'say what the run shows'],
  // Text
  ['a picture without words', 'It is <Value', '![](/a.png) It is <Value', 'A11Y501', 'who cannot see it'],
  ['a formula that cannot be read', 'It is <Value', '$$\\frac{1$$ It is <Value', 'MDX115', 'cannot be read'],
  ['code in a language without colours', '## How many', '## How many\n\n```tsc\na\n```\n', 'MDX114', 'did you mean'],
  ['code without its language', '## How many', '## How many\n\n```\na\n```\n', 'MDX114', 'say which language'],
  ['text turned round', 'waits at s3', 'waits \u202eat s3', 'TXT701', 'U+202E'],
  ['a hidden space', 'waits at s3', 'waits\u200b at s3', 'TXT701', 'U+200B'],
  ['Korean letters in parts', 'waits at s3', 'waits \u1112\u1161\u11ab at s3', 'TXT702', 'NFC'],
]

describe('a planted mistake is found, at its place, with advice', () => {
  test.each(planted)('%s', async (_mistake, was, is, code, advice) => {
    expect(sound.split(was), 'the place to plant it').not.toHaveLength(1)
    const text = sound.replace(was, () => is)
    const { problems, lesson } = await read(text)
    const found = problems.filter((problem) => problem.code === code)
    expect(problems.map((problem) => `${problem.code} ${problem.message}`).join('\n')).toMatch(code)
    expect(found.map(({ message }) => message).join('\n')).toMatch(typeof advice === 'string' ? new RegExp(advice.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : advice)
    const lines = text.split('\n').length
    for (const problem of found) {
      expect(problem.line).toBeGreaterThan(0)
      expect(problem.line).toBeLessThanOrEqual(lines)
      expect(problem.column).toBeGreaterThan(0)
      expect(problem.source).toBe(text.split('\n')[problem.line - 1])
    }
    if (found.some(({ severity }) => severity === 'error')) expect(lesson).toBeNull()
  })

  test('and all at once, each at its own line', async () => {
    const text = sound.replace('focus="s3"', 'focus="s9"').replace('kind="request"', 'kind="requst"').replace('close="4 %"', 'closse="4 %"').replace('of="failed_share"', 'of="failled_share"')
    const { problems } = await read(text)
    const places = problems.filter(({ severity }) => severity === 'error').map(({ code, line }) => [code, line])
    expect(places).toEqual([
      ['SIM204', lineOf(text, 'focus="s9"')], ['MRK102', lineOf(text, 'requst')], ['MDX107', lineOf(text, 'closse')], ['SIM206', lineOf(text, 'failled')],
    ])
  })

  test('the caret of a wrong machine stands under the machine', async () => {
    const text = sound.replace('at="first(request.timed-out)"', 'at="first(request.started on s7)"')
    const { problems } = await read(text)
    const found = problems.find(({ code }) => code === 'SIM205')!
    expect(found.source.slice(found.column - 1)).toMatch(/^s7/)
  })
})

describe('a claim is tried on fifty seeds', () => {
  const claimed = (that: string) => sound.replace('It is <Value', () => `<Claim that="${that}">So</Claim> <Value`)

  test('one that is false on some is stopped, with the worst seed as a link', async () => {
    const { claims, problems } = await read(claimed('failed_share > 15 %'))
    expect(problems).toEqual([])
    const { problems: untrue } = checkClaims(claims, null, 'test')
    expect(untrue).toHaveLength(1)
    expect(untrue[0]).toMatchObject({ code: 'SIM311', severity: 'error', line: lineOf(sound, 'It is <Value') })
    expect(untrue[0]!.message).toMatch(/failed on \d+ of 50 seeds.*\(seed \d+\)/)
    expect(untrue[0]!.message).toMatch(/\/en\/sims\/load-balancing#s=[A-Za-z0-9_-]+/)
  })

  test('one that is true on all is not, and an unchanged one is not tried again', async () => {
    const { claims } = await read(claimed('failed_share < 100 %'))
    const kept = new Map()
    const store = { get: (key: string) => kept.get(key) ?? null, set: (key: string, verdict: unknown) => void kept.set(key, verdict) }
    expect(checkClaims(claims, store, 'engine 1')).toEqual({ problems: [], tried: 1 })
    expect(checkClaims(claims, store, 'engine 1')).toEqual({ problems: [], tried: 0 })
    expect(checkClaims(claims, store, 'engine 2').tried).toBe(1)
  })
})
