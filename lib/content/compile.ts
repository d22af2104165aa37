/**
 * What: a checked lesson, compiled to a module by mdx-bundler.
 * Why: the compiled text carries no attribute that an author wrote, only the number of each word: what is evaluated when the
 * site is built is Markdown and nothing else.
 */

import { bundleMDX } from 'mdx-bundler'
import rehypeShiki from '@shikijs/rehype'
import { createCssVariablesTheme } from 'shiki'
import type { Lesson } from './lesson.ts'
import type { TreeNode } from './lesson-tree.ts'
import { markdownPlugins } from './markdown.ts'
import { LANGUAGES } from './registry.ts'
import { remembered } from './remembered.ts'

const theme = createCssVariablesTheme({ name: 'tokens', variablePrefix: '--tok-' })

/** The source of a CommonJS module whose default export is the lesson. */
export function compileLesson({ body, nodes }: Pick<Lesson, 'body' | 'nodes'>): Promise<string> {
  return compileText(`${nodes.length}\n${body}`)
}

const compileText = remembered(8, async (text: string): Promise<string> => {
  const end = text.indexOf('\n')
  const count = Number(text.slice(0, end))
  const body = text.slice(end + 1)
  const { code } = await bundleMDX({
    source: body,
    mdxOptions(options) {
      const { remarkPlugins, rehypePlugins } = markdownPlugins()
      options.remarkPlugins = [...(remarkPlugins ?? []), [numberWords, count]]
      // Fourteen grammars are a second of work for a text without a line of code.
      const colours: typeof rehypePlugins = /```|~~~/.test(body) ? [[rehypeShiki, { theme, langs: LANGUAGES.filter((name) => name !== 'text'), transformers: [{ name: 'classes', root: useClasses }] }]] : []
      options.rehypePlugins = [...(rehypePlugins ?? []), ...colours]
      return options
    },
    esbuildOptions(options) {
      options.logLevel = 'silent'
      options.minify = true
      options.target = ['es2023']
      return options
    },
  })
  return code
})

/** Replaces the attributes of each word by its number, counted as in lesson-tree.ts. */
function numberWords(count: number) {
  return (root: unknown) => {
    let next = 0
    const visit = (node: TreeNode): void => {
      if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') node.attributes = [{ type: 'mdxJsxAttribute', name: 'n', value: String(next++) }]
      else if (node.type.startsWith('mdx') && (node.value ?? '').replace(/\/\*[\s\S]*?\*\//g, '').trim() !== '') throw new Error(`An unchecked lesson was compiled: it holds ${node.type}.`)
      for (const child of node.children ?? []) visit(child)
    }
    visit(root as TreeNode)
    leadBesideSimulator(root as Branch)
    if (next !== count) throw new Error(`The lesson has ${count} words when it is read and ${next} when it is compiled.`)
  }
}

interface Branch {
  children: { readonly name?: string | null; children?: unknown[] }[]
}

/** What stands before the first simulator stands beside it on the page. */
function leadBesideSimulator(root: Branch): void {
  const at = root.children.findIndex(({ name }) => name === 'Sim')
  if (at <= 0) return
  const sim = root.children[at]!
  sim.children = [...root.children.slice(0, at), ...(sim.children ?? [])]
  root.children = root.children.slice(at)
}

interface Element {
  readonly type: string
  readonly tagName?: string
  properties?: Record<string, unknown>
  readonly children?: Element[]
}

/** Colours as classes: the policy of the site allows no style attribute. */
function useClasses(root: unknown): void {
  const visit = (node: Element): void => {
    const style = node.properties?.style
    if (node.properties !== undefined && style !== undefined) {
      const token = /--tok-token-([a-z-]+)/.exec(String(style))?.[1]
      delete node.properties.style
      if (token !== undefined) node.properties.class = `tok-${token}`
    }
    for (const child of node.children ?? []) visit(child)
  }
  visit(root as Element)
}
