import { dictionary } from '@/lib/dictionary.ts'
import { locales } from '@/lib/locales.ts'
import type { Locale } from '@/lib/locales.ts'
import { readTerms, topics, type Term } from './terms.ts'

/** All terms by topic, each with its word in the other language beside it. */
export function GlossaryList({ locale }: { locale: Locale }) {
  const words = dictionary(locale).glossary
  const terms = Object.entries(readTerms())
  const other = locales.find((one) => one !== locale)!
  const inOrder = (a: [string, Term], b: [string, Term]) => new Intl.Collator(locale).compare(a[1][locale].word, b[1][locale].word)
  return (
    <>
      <nav aria-label={words.jump} className="mt-6 flex flex-wrap gap-x-5 gap-y-1 text-16">
        {topics.map((topic) => <a key={topic} href={`#${topic}`} className="link py-1">{words.topics[topic]}</a>)}
      </nav>
      {topics.map((topic) => (
        <section key={topic} aria-labelledby={topic} className="mt-14">
          <h2 id={topic} className="heading scroll-mt-6 border-b-[1.5px] border-ink pb-3 text-28">{words.topics[topic]}</h2>
          <dl>
            {terms.filter(([, term]) => term.topic === topic).sort(inOrder).map(([id, term]) => (
              <div key={id} id={id} className="scroll-mt-6 border-b border-line py-3.5 leading-normal target:bg-now-wash wide:grid wide:grid-cols-[15rem_minmax(0,1fr)_16rem] wide:gap-x-8">
                <dt>
                  <dfn className="block font-semibold not-italic">{term[locale].word}</dfn>
                  <span lang={other} className="block text-15 text-ink-2">{term[other].word}</span>
                </dt>
                <dd className="max-w-[38rem] max-wide:mt-1.5">{term[locale].text}</dd>
                <dd className="text-14 text-ink-2 max-wide:mt-1.5">
                  {term.related.length === 0 ? null : (
                    <p>
                      {words.related}: {term.related.map((one, at) => (
                        <span key={one}>{at > 0 ? ', ' : ''}<a href={`#${one}`} className="link">{readTerms()[one]![locale].word}</a></span>
                      ))}
                    </p>
                  )}
                  {term.source === undefined ? null : <p className="mt-1">{words.source}: <a href={term.source.url} lang="en" rel="noopener noreferrer" className="link">{term.source.title}</a></p>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  )
}
