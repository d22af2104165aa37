/** The Markdown of lessons: tables and footnotes, bold words that touch Korean letters, formulas between two `$$`. */

import rehypeKatex from 'rehype-katex'
import remarkCjkFriendly from 'remark-cjk-friendly'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import type { ProcessorOptions } from '@mdx-js/mdx'

/** One "$" stays a dollar: lessons speak of money more often than of short formulas. */
export function markdownPlugins(): Pick<ProcessorOptions, 'remarkPlugins' | 'rehypePlugins'> {
  return {
    remarkPlugins: [remarkGfm, remarkCjkFriendly, [remarkMath, { singleDollarTextMath: false }]],
    rehypePlugins: [[rehypeKatex, { output: 'mathml' }]],
  }
}
