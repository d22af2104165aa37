/**
 * What: a lesson's text as a tree of the words of the registry, and everything that is wrong with its form.
 * Why: only what is on a list gets through. No import, no expression, no HTML, no handler; attributes hold literals. What a
 * lesson says reaches the page as data: the compiled lesson carries the number of each word and none of its attributes.
 *
 * Invariants: I1 words are numbered in the order of the text, the same way here and in the compiled lesson.
 */

import { createProcessor } from '@mdx-js/mdx'
import { markdownPlugins } from './markdown.ts'
import { closestOf, suggestion } from './near.ts'
import type { Place, Problem, Source } from './problems.ts'
import { LANGUAGES, SHAPES, WORDS } from './registry.ts'

export type Literal = string | number | boolean | readonly Literal[] | { readonly [key: string]: Literal }

/** A word of a lesson with its attributes as they were written. */
export interface LessonNode {
  readonly n: number
  readonly name: string
  readonly attributes: Readonly<Record<string, Literal>>
  readonly place: Place
  /** Where the value of each attribute begins. */
  readonly places: Readonly<Record<string, Place>>
  readonly parent: number
  readonly children: number[]
  /** Its plain text, without that of the words named in APART. */
  text: string
  /** Its first heading, in plain text. */
  heading: string
}

export interface LessonTree {
  readonly nodes: readonly LessonNode[]
  readonly problems: readonly Problem[]
}

/** What the tree of a Markdown parser looks like, as far as it is used here. */
export interface TreeNode {
  readonly type: string
  readonly name?: string | null
  readonly value?: string
  readonly url?: string
  readonly alt?: string | null
  readonly lang?: string | null
  readonly depth?: number
  readonly position?: { readonly start: Place & { readonly offset?: number } }
  attributes?: readonly TreeAttribute[]
  readonly children?: readonly TreeNode[]
  readonly data?: { readonly estree?: { readonly body: readonly { readonly expression?: Expression }[]; readonly comments?: readonly unknown[] } }
}

interface TreeAttribute {
  readonly type: string
  readonly name?: string
  readonly value?: null | string | { readonly value: string; readonly data?: TreeNode['data'] }
  readonly position?: { readonly start: Place }
}

interface Expression {
  readonly type: string
  readonly value?: unknown
  readonly operator?: string
  readonly argument?: Expression
  readonly elements?: readonly (Expression | null)[]
  readonly properties?: readonly { readonly type: string; readonly computed?: boolean; readonly kind?: string; readonly key?: { readonly name?: string; readonly value?: unknown }; readonly value?: Expression }[]
  readonly expressions?: readonly unknown[]
  readonly quasis?: readonly { readonly value: { readonly cooked?: string } }[]
}

/** Words whose text is counted as theirs alone. */
const APART = ['Option', 'After', 'Aside', 'Why', 'Break', 'Compare', 'OneSentence']
const START: Place = { line: 1, column: 1 }

/** Reads the body of a lesson; `body` has the lines of the file, its head emptied. */
export async function readTree(source: Source, body: string): Promise<LessonTree> {
  const processor = createProcessor(markdownPlugins())
  let root: TreeNode
  try {
    root = processor.parse(body) as unknown as TreeNode
  } catch (error) {
    return { nodes: [], problems: [syntaxProblem(source, error)] }
  }
  const walk: Walk = { source, nodes: [], problems: [] }
  for (const child of root.children ?? []) visit(walk, child, -1)
  if (walk.problems.every(({ severity }) => severity !== 'error')) walk.problems.push(...(await formulaProblems(source, body)))
  return walk
}

interface Walk {
  readonly source: Source
  readonly nodes: LessonNode[]
  readonly problems: Problem[]
}

function visit(walk: Walk, node: TreeNode, parent: number): void {
  const { source, problems } = walk
  const place = node.position?.start ?? START
  const wrong = (code: string, message: string) => problems.push(source.problem(code, place, message))
  switch (node.type) {
    case 'mdxjsEsm':
      wrong('MDX102', 'import and export are not part of a lesson; use the words of the authors\' guide')
      return
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      if ((node.value ?? '').replace(/\/\*[\s\S]*?\*\//g, '').trim() !== '') {
        wrong('MDX103', `"{${(node.value ?? '').slice(0, 40)}}" would be evaluated, and a lesson holds no code; for a number from the run write <Value of="p99"/>, for a brace \\{`)
      }
      return
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      visitWord(walk, node, parent)
      return
    case 'link':
    case 'definition':
      if (!/^(https?:\/\/|mailto:|\/(?!\/)|#)/.test(node.url ?? '')) wrong('MDX113', `a link goes to https://…, to a page like /en/sims or to a step like #no-wait, not to "${(node.url ?? '').slice(0, 40)}"`)
      break
    case 'image':
      if ((node.alt ?? '').trim() === '') wrong('A11Y501', 'a picture needs words for who cannot see it: ![what it shows](/lessons/…)')
      if (!/^\/(?!\/)/.test(node.url ?? '')) wrong('MDX113', 'a picture lies on this site: /lessons/…')
      break
    case 'imageReference':
      wrong('MDX113', 'write a picture with its address: ![what it shows](/lessons/…)')
      break
    case 'code':
      if (node.lang === null || node.lang === undefined) wrong('MDX114', `say which language this is: \`\`\`ts. There are ${LANGUAGES.join(', ')}`)
      else if (!LANGUAGES.includes(node.lang as (typeof LANGUAGES)[number])) wrong('MDX114', `code cannot be coloured as "${node.lang}"${suggestion(node.lang, LANGUAGES)}`)
      break
    case 'heading':
      visitHeading(walk, node, parent)
      break
    case 'html':
      wrong('MDX106', 'HTML is not part of a lesson; use Markdown')
      return
  }
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'inlineMath') addText(walk, parent, node.value ?? '')
  for (const child of node.children ?? []) visit(walk, child, parent)
  if (node.type === 'paragraph' || node.type === 'heading') addText(walk, parent, ' ')
}

function visitHeading({ source, nodes, problems }: Walk, node: TreeNode, parent: number): void {
  const place = node.position?.start ?? START
  const owner = nodes[parent]
  const title = textOf(node).trim()
  if (node.depth === 1) problems.push(source.problem('MDX116', place, 'the title of a lesson is in its head; begin with "## " inside a <Step>'))
  if (title === '') problems.push(source.problem('A11Y503', place, 'an empty heading says nothing to who hears the page'))
  if (owner === undefined) problems.push(source.problem('MDX117', place, 'a heading needs a permanent id: put it inside <Step id="…"> or <Section id="…">'))
  else if (owner.heading === '') owner.heading = title
  else if (node.depth === 2) problems.push(source.problem('LRN406', place, `a second "## " in <${owner.name}>: two ideas, so two steps; or use "### "`))
}

function visitWord(walk: Walk, node: TreeNode, parent: number): void {
  const { source, nodes, problems } = walk
  const place = node.position?.start ?? START
  const name = node.name ?? ''
  const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined
  if (word === undefined) {
    const isHtml = /^[a-z]/.test(name)
    problems.push(source.problem(isHtml ? 'MDX106' : 'MDX105', place, isHtml
      ? `<${name}> is HTML, and a lesson is Markdown; ${name === 'img' ? 'write ![what it shows](/…)' : 'use the words of the authors\' guide'}`
      : name === '' ? '<> … </> does nothing; leave it out' : `there is no <${name}>${suggestion(name, Object.keys(WORDS))}`))
    for (const child of node.children ?? []) visit(walk, child, parent)
    return
  }
  const n = nodes.length
  const { attributes, places } = readAttributes(walk, node, name, place)
  nodes.push({ n, name, attributes, place, places, parent, children: [], text: '', heading: '' })
  nodes[parent]?.children.push(n)
  checkPlace(walk, n)
  for (const child of node.children ?? []) visit(walk, child, n)
  const isEmpty = (node.children ?? []).every((child) => child.type === 'text' && (child.value ?? '').trim() === '')
  if (word.content === 'none' && !isEmpty) problems.push(source.problem('MDX118', place, `<${name}/> stands alone; nothing may be inside`))
  if (word.content === 'required' && isEmpty) problems.push(source.problem('MDX118', place, `<${name}> is empty; it is ${word.what}`))
}

function checkPlace({ source, nodes, problems }: Walk, n: number): void {
  const { name, parent, place } = nodes[n]!
  const { inside, within } = WORDS[name]!
  const around = parent < 0 ? 'lesson' : nodes[parent]!.name
  if (inside !== undefined && !inside.includes(around)) {
    const where = inside.map((one) => (one === 'lesson' ? 'in the lesson itself' : `in <${one}>`)).join(' or ')
    problems.push(source.problem('MDX111', place, `<${name}> stands ${around === 'lesson' ? 'in the lesson itself' : `in <${around}>`}, and belongs directly ${where}`))
  }
  if (within === undefined) return
  for (let at = parent; at >= 0; at = nodes[at]!.parent) if (within.includes(nodes[at]!.name)) return
  problems.push(source.problem('MDX111', place, `<${name}> needs a <${within.join('> or <')}> around it`))
}

function readAttributes({ source, problems }: Walk, node: TreeNode, name: string, start: Place) {
  const known = WORDS[name]!.attributes
  const attributes: Record<string, Literal> = {}
  const places: Record<string, Place> = {}
  for (const one of node.attributes ?? []) {
    const place = one.position?.start ?? start
    const wrong = (code: string, message: string) => problems.push(source.problem(code, place, message))
    if (one.type !== 'mdxJsxAttribute') {
      wrong('MDX104', '"{...…}" is code; write each attribute out')
      continue
    }
    const key = one.name ?? ''
    const spec = Object.hasOwn(known, key) ? known[key] : undefined
    if (spec === undefined) {
      if (/^on[A-Z]/.test(key)) wrong('MDX112', `"${key}" would be a handler, and a lesson holds no code`)
      else wrong('MDX107', `<${name}> has no "${key}"${suggestion(key, Object.keys(known))}`)
      continue
    }
    if (Object.hasOwn(attributes, key)) {
      wrong('MDX108', `"${key}" is written twice`)
      continue
    }
    const read = readLiteral(one.value)
    if (read === undefined) {
      wrong('MDX110', `the value of "${key}" is code; write it out, like ${key}="…" or ${key}={{'balancer.policy': 'random'}}`)
      continue
    }
    const shape = SHAPES[spec.kind].safeParse(read)
    if (!shape.success) {
      wrong('MDX109', `"${key}" is ${spec.what}; ${sayShape(shape.error.issues[0]!)}`)
      continue
    }
    if (spec.options !== undefined && !spec.options.includes(String(read))) {
      const near = closestOf(String(read), spec.options)
      wrong('MDX109', `"${key}" cannot be "${String(read)}"${near === null ? '' : `, did you mean "${near}"?`} There are ${spec.options.join(', ')}.`)
      continue
    }
    attributes[key] = read
    places[key] = { line: place.line, column: place.column + key.length + 2 }
  }
  for (const [key, spec] of Object.entries(known)) {
    const isSaid = (node.attributes ?? []).some((one) => one.name === key)
    if (spec.isRequired === true && !isSaid) problems.push(source.problem('MDX108', start, `<${name}> needs ${key}: ${spec.what}`))
  }
  return { attributes, places }
}

function sayShape(issue: { readonly code?: string; readonly message: string }): string {
  return issue.code === 'invalid_type' || issue.code === 'invalid_union' ? 'what is written has another shape' : issue.message
}

/** The literal behind an attribute; undefined when it is code. */
function readLiteral(value: TreeAttribute['value']): Literal | undefined {
  if (value === null || value === undefined) return true
  if (typeof value === 'string') return value
  const body = value.data?.estree?.body ?? []
  return body.length === 1 && body[0]!.expression !== undefined ? literalOf(body[0]!.expression, 0) : undefined
}

function literalOf(node: Expression, depth: number): Literal | undefined {
  if (depth > 4) return undefined
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' || typeof node.value === 'boolean' ? node.value : undefined
    case 'TemplateLiteral':
      return node.expressions?.length === 0 ? node.quasis?.[0]?.value.cooked : undefined
    case 'UnaryExpression':
      return node.operator === '-' && node.argument?.type === 'Literal' && typeof node.argument.value === 'number' ? -node.argument.value : undefined
    case 'ArrayExpression': {
      const items = (node.elements ?? []).map((item) => (item === null ? undefined : literalOf(item, depth + 1)))
      return items.includes(undefined) ? undefined : (items as Literal[])
    }
    case 'ObjectExpression': {
      const entries: [string, Literal][] = []
      for (const { type, computed, kind, key, value } of node.properties ?? []) {
        const name = key?.name ?? key?.value
        const read = type === 'Property' && computed !== true && kind === 'init' && value !== undefined ? literalOf(value, depth + 1) : undefined
        if (read === undefined || (typeof name !== 'string' && typeof name !== 'number') || name === '__proto__') return undefined
        entries.push([String(name), read])
      }
      return Object.fromEntries(entries)
    }
    default:
      return undefined
  }
}

/** Adds text to a word and to those around it, up to one whose text is its own. */
function addText({ nodes }: Walk, parent: number, text: string): void {
  for (let at = parent; at >= 0; at = nodes[at]!.parent) {
    nodes[at]!.text += text
    if (APART.includes(nodes[at]!.name)) return
  }
}

export function textOf(node: TreeNode): string {
  return node.value ?? (node.children ?? []).map(textOf).join('')
}

interface ParserMessage {
  readonly reason?: string
  readonly message: string
  readonly place?: { readonly line?: number; readonly column?: number; readonly start?: Place }
}

/** The parser's words, at the place they speak of: for an unclosed tag that is where it was opened. */
function syntaxProblem(source: Source, error: unknown): Problem {
  const { reason, message, place } = error as ParserMessage
  const said = reason ?? message
  const opened = /\((\d+):(\d+)-\d+:\d+\)/.exec(said)
  const line = opened === null ? place?.start?.line ?? place?.line ?? 1 : Number(opened[1])
  const column = opened === null ? place?.start?.column ?? place?.column ?? 1 : Number(opened[2])
  const advice = /closing tag/.test(said) ? '; close it, with an empty line before and after what it holds' : said.includes('Could not parse expression') ? '; for a brace in the text write \\{' : ''
  return source.problem('MDX101', { line, column }, `${said.replace(/ \(\d+:\d+-\d+:\d+\)/, '')}${advice}`)
}

/** Formulas are written by KaTeX, which reports what it cannot read as a message and not as an error. */
async function formulaProblems(source: Source, body: string): Promise<Problem[]> {
  if (!body.includes('$$')) return []
  const processor = createProcessor(markdownPlugins())
  const file = await processor.process(body)
  return file.messages.filter((message) => message.source === 'rehype-katex').map((message) => {
    const cause = message.cause instanceof Error ? message.cause.message.replace(/^KaTeX parse error: /, '') : message.reason
    const place = message.place === undefined ? START : 'start' in message.place ? message.place.start : message.place
    return source.problem('MDX115', place, `the formula cannot be read: ${cause}`)
  })
}
