import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'

const LESSON = 'load-balancing'
const WANTED = { from: '<Step id="how-many-fail"', to: '</Predict>' }

/** A few lines of a lesson as its author wrote them: read from the file when the site is built. */
export function LessonExcerpt({ locale }: { locale: Locale }) {
  const { text } = dictionary(locale).home
  const file = `content/lessons/${LESSON}/lesson.${locale}.mdx`
  const written = readFileSync(join(process.cwd(), file), 'utf8')
  const from = written.indexOf(WANTED.from)
  const to = written.indexOf(WANTED.to, from)
  if (from < 0 || to < 0) throw new Error(`${file} has no ${WANTED.from} … ${WANTED.to} to show on the first page.`)
  return (
    <figure className="min-w-0 bg-sunk">
      <pre tabIndex={0} className="overflow-x-auto whitespace-pre-wrap px-5 py-4 font-mono text-14 leading-[1.7]"><code>{written.slice(from, to + WANTED.to.length)}</code></pre>
      <figcaption className="border-t border-line px-5 py-2 text-13 text-ink-2">{formatWith(locale, text.from, { file })}</figcaption>
    </figure>
  )
}
