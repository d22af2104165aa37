/**
 * The words a lesson may use beside Markdown: each with its attributes, and where it may stand. What is not here cannot be built.
 * docs/authoring.md explains them to authors; a test holds the two together.
 */

import * as z from 'zod'

/** What an attribute holds. The shape is checked when the file is read, the meaning against the scenario. */
export const SHAPES = {
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'an id is 2 to 40 of a-z, 0-9 and -, and begins with a letter'),
  text: z.string().min(1, 'it is empty'),
  flag: z.boolean(),
  whole: z.number().int('it is a whole number').min(0),
  scenario: z.string(),
  moment: z.string(),
  claim: z.string(),
  value: z.string(),
  quantity: z.string(),
  axis: z.string(),
  machines: z.string(),
  knob: z.string(),
  knobs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  scalars: z.array(z.union([z.string(), z.number(), z.boolean()])).min(2, 'name two or three values').max(3, 'name two or three values'),
  policy: z.string(),
  values: z.array(z.string()).min(1),
  commands: z.array(z.string()).min(1),
  mark: z.string(),
  source: z.string(),
  term: z.string(),
  word: z.string(),
  sequence: z.string(),
  limiter: z.string(),
} as const

export type AttributeKind = keyof typeof SHAPES

export interface Attribute {
  readonly kind: AttributeKind
  readonly isRequired?: boolean
  /** For `word`: what may be written. */
  readonly options?: readonly string[]
  readonly what: string
}

export interface Word {
  readonly attributes: Readonly<Record<string, Attribute>>
  /** The words it may stand directly in; `lesson` is the page itself. Absent: anywhere. */
  readonly inside?: readonly string[]
  /** The words of which one has to be around it, at any distance. */
  readonly within?: readonly string[]
  /** Whether something has to stand between its tags: text, nothing, or as one likes. */
  readonly content: 'required' | 'none' | 'free'
  /** Runs in the browser; everything else is plain HTML. */
  readonly isIsland?: boolean
  readonly what: string
}

export const MARKS = ['request', 'answer', 'stale', 'change', 'waiting', 'lost', 'vote', 'retry', 'duplicate', 'throttled', 'probe', 'probe-answer'] as const

export const LANGUAGES = ['ts', 'js', 'json', 'yaml', 'sql', 'bash', 'http', 'nginx', 'python', 'java', 'go', 'lua', 'diff', 'text'] as const

const question: Readonly<Record<string, Attribute>> = {
  kind: { kind: 'word', options: ['axis', 'interval', 'choice', 'pick', 'order'], what: 'how it is answered; `axis` when absent' },
  metric: { kind: 'value', what: 'the value that is asked for: `p99`, `share(s3)`; for `pick` the name of a metric of servers' },
  axis: { kind: 'axis', what: 'ends of the axis: `"0..50 %"`, `"10 ms..10 s log"`' },
  close: { kind: 'quantity', what: 'how far from the result still counts as close: `"5 %"`, `"100 ms"`' },
  most: { kind: 'flag', what: 'for `pick`: the server with the most; it is so when nothing is said' },
  least: { kind: 'flag', what: 'for `pick`: the server with the least' },
  knobs: { kind: 'knobs', what: 'knobs of the run that is asked about, when they differ' },
  exhibit: { kind: 'moment', what: 'where the run is rewound to: the clearest case' },
}

export const WORDS: Readonly<Record<string, Word>> = {
  Sim: {
    attributes: {
      scenario: { kind: 'scenario', isRequired: true, what: 'the scenario: `"load-balancing/one-slow-server"`' },
      seed: { kind: 'whole', what: 'another seed than the scenario\'s' },
    },
    inside: ['lesson'], content: 'required', isIsland: true, what: 'a simulator and the steps beside it',
  },
  Step: {
    attributes: {
      id: { kind: 'id', isRequired: true, what: 'its permanent name; links end in `#id`' },
      at: { kind: 'moment', what: 'the instant the simulator goes to; `start` when absent' },
      focus: { kind: 'machines', what: 'the machine the step is about: `"s3"`' },
      knobs: { kind: 'knobs', what: 'knobs that differ from the scenario: `{{\'servers.s3.speed\': 1}}`' },
      policy: { kind: 'policy', what: 'short for the knob balancer.policy' },
      window: { kind: 'quantity', what: 'how much time the diagram shows: `"400 ms"`' },
      view: { kind: 'word', options: ['stage', 'table'], what: 'the view of the simulator' },
    },
    inside: ['Sim'], content: 'required', what: 'one idea, one focus, one state of the simulator; begins with its heading',
  },
  Section: {
    attributes: { id: { kind: 'id', isRequired: true, what: 'its permanent name' } },
    inside: ['lesson'], content: 'required', what: 'prose without a simulator, under a heading of its own',
  },
  Surprise: { attributes: {}, inside: ['lesson', 'Sim', 'Step', 'Section'], content: 'required', what: 'the odd thing that opens a lesson, in larger type' },
  Aside: { attributes: { title: { kind: 'text', isRequired: true, what: 'what it is about' } }, inside: ['lesson', 'Step', 'Section', 'Sim'], content: 'required', what: 'what one may skip: what real systems do, where a name comes from' },
  Predict: {
    attributes: { id: { kind: 'id', what: 'its permanent name; the step\'s when absent' }, ...question },
    inside: ['Step'], content: 'required', isIsland: true, what: 'a question that is answered before the run is shown',
  },
  Option: {
    attributes: {
      when: { kind: 'claim', what: 'for `choice`: the claim that is true of the run when this is right' },
      value: { kind: 'value', what: 'for `order`: the value it is ordered by' },
    },
    inside: ['Predict', 'Item'], content: 'required', what: 'an answer to choose or to put in order',
  },
  After: {
    attributes: { predict: { kind: 'id', what: 'the prediction; the one of this step when absent' } },
    inside: ['Step'], content: 'required', isIsland: true, what: 'the explanation, shown when the prediction is made or skipped',
  },
  Value: {
    attributes: { of: { kind: 'value', isRequired: true, what: 'what to measure: `"p99"`' }, with: { kind: 'knobs', what: 'knobs that differ from the step' } },
    within: ['Sim'], content: 'none', what: 'a number from the run',
  },
  At: { attributes: { of: { kind: 'moment', what: 'the instant; the step\'s when absent' } }, within: ['Step'], content: 'none', what: 'the time of an instant' },
  Gap: {
    attributes: { from: { kind: 'moment', isRequired: true, what: 'an instant' }, to: { kind: 'moment', isRequired: true, what: 'a later one' } },
    within: ['Step'], content: 'none', what: 'the time between two instants',
  },
  Claim: {
    attributes: {
      that: { kind: 'claim', isRequired: true, what: 'what has to hold on every seed: `"p99 > 1 s"`' },
      with: { kind: 'knobs', what: 'knobs that differ from the step' },
      seeds: { kind: 'whole', what: 'on how many seeds it is tried; 50 when absent, not fewer' },
    },
    within: ['Sim'], content: 'required', what: 'words backed by a claim that the build tries on many seeds',
  },
  Mark: { attributes: { kind: { kind: 'mark', isRequired: true, what: `one of ${MARKS.join(', ')}` } }, content: 'required', what: 'a word with the glyph it has on the picture' },
  Compare: {
    attributes: {
      id: { kind: 'id', isRequired: true, what: 'its permanent name' },
      knob: { kind: 'knob', isRequired: true, what: 'what differs: `"balancer.policy"`' },
      values: { kind: 'scalars', isRequired: true, what: 'two or three values of it: `{[\'random\', \'least-connections\']}`' },
      ask: { kind: 'text', isRequired: true, what: 'what to look for; ask for what stayed the same' },
      metrics: { kind: 'values', what: 'the rows of the comparison: `{[\'p99\', \'failed_share\']}`' },
      at: { kind: 'moment', what: 'the instant both runs are shown at' },
      window: { kind: 'quantity', what: 'how much time is shown' },
    },
    inside: ['Sim'], content: 'required', isIsland: true, what: 'the same seed twice, one knob apart; its text is the principle, shown after the comparison',
  },
  Break: {
    attributes: {
      id: { kind: 'id', isRequired: true, what: 'its permanent name' },
      goal: { kind: 'claim', isRequired: true, what: 'what has to become true of the learner\'s run: `"max_queue(s1) > 30"`' },
      knobs: { kind: 'knobs', what: 'knobs that the learner\'s run begins with and has to keep' },
      without: { kind: 'commands', what: 'what may not be done: `{[\'stop-server\']}`' },
    },
    inside: ['Sim'], content: 'required', isIsland: true, what: 'a goal that the learner\'s own run has to reach',
  },
  Scaling: {
    attributes: {
      scenario: { kind: 'scenario', isRequired: true, what: 'the scenario; it is run without its script, with 1 to 12 servers like its first' },
      seed: { kind: 'whole', what: 'another seed than the scenario\'s' },
      knobs: { kind: 'knobs', what: 'knobs that differ from the scenario' },
    },
    inside: ['lesson', 'Section', 'Step', 'Sim'], content: 'none', what: 'throughput by number of servers, measured by runs, with the Universal Scalability Law fitted to it',
  },
  ArrivalBench: {
    attributes: {
      sequence: { kind: 'sequence', isRequired: true, what: 'the arrivals it begins with: a name such as `"edge-burst"`, or the arrivals themselves: `"0 ms; 10 ms; 20 ms ann 2"`' },
      left: { kind: 'limiter', isRequired: true, what: 'the first limiter: `"fixed-window 5 per 1 s"`' },
      right: { kind: 'limiter', isRequired: true, what: 'the second: `"token-bucket 5 per 1 s burst 5"`' },
    },
    inside: ['lesson', 'Section', 'Step', 'Sim'], content: 'none', isIsland: true, what: 'one sequence of arrivals through two limiters, to change, to draw on and to look into',
  },
  Recall: { attributes: {}, inside: ['lesson', 'Sim'], content: 'required', what: 'the questions that close a lesson' },
  Item: {
    attributes: {
      id: { kind: 'id', isRequired: true, what: 'its permanent name' },
      scenario: { kind: 'scenario', isRequired: true, what: 'the scenario of its run' },
      seed: { kind: 'whole', what: 'its seed; another than the lesson\'s' },
      ...question,
    },
    inside: ['Recall'], content: 'required', isIsland: true, what: 'a question about a new run',
  },
  Why: { attributes: {}, inside: ['Item'], content: 'required', what: 'the explanation of an item, with its numbers' },
  OneSentence: { attributes: {}, inside: ['lesson', 'Sim'], content: 'required', isIsland: true, what: 'the learner writes the lesson in one sentence; ours stands between the tags' },
  Source: { attributes: { id: { kind: 'source', isRequired: true, what: 'a source of the front matter' } }, content: 'none', what: 'a reference' },
  Term: { attributes: { id: { kind: 'term', isRequired: true, what: 'an entry of content/glossary.yaml' } }, content: 'required', what: 'a word with its explanation' },
}
