import * as React from 'react'
import * as jsxRuntime from 'react/jsx-runtime'
import { compileLesson } from '@/lib/content/compile.ts'
import { LessonProvider } from './reader-context.tsx'
import { firstSimulator, LessonHead, vocabularyOf, type Setting } from './vocabulary.tsx'
import './lesson.css'

/** A lesson as an article that can be read without touching anything, with the parts in it that can be touched. */
export async function LessonArticle(setting: Setting) {
  const { lesson, locale, words } = setting
  const { front } = lesson
  const content = await renderLesson(setting)
  return (
    <article data-lesson={lesson.slug} className="lesson">
      {lesson.locale === locale ? null : <p role="note" className="border-b border-line bg-wait-wash px-4 py-2 text-15 wide:px-12">{words.inEnglish}</p>}
      <LessonProvider lesson={lesson.slug} words={words} locale={locale}>
        <div {...(lesson.locale === locale ? {} : { lang: lesson.locale })}>
          {firstSimulator(lesson) >= 0 ? null : <div className="lesson-column pt-9 wide:pt-12"><LessonHead setting={setting} /></div>}
          <div className="lesson-body">{content}</div>
          {front.sources.length === 0 ? null : (
            <footer className="lesson-column border-t border-line py-10 text-16">
              <h2>{words.sources}</h2>
              <ol className="mt-4 list-decimal space-y-2 pl-6">
                {front.sources.map(({ id, title, by, year, url, note }) => (
                  <li key={id} id={`source-${id}`}>
                    {by === undefined ? null : `${by}. `}
                    {url === undefined ? title : <a href={url} rel="noopener noreferrer">{title}</a>}
                    {year === undefined ? null : `, ${year}`}
                    {note === undefined ? null : `. ${note}`}
                  </li>
                ))}
              </ol>
            </footer>
          )}
        </div>
      </LessonProvider>
    </article>
  )
}

/** Evaluates the compiled lesson: here, when the site is built, and never in a browser. */
async function renderLesson(setting: Setting) {
  const code = await compileLesson(setting.lesson)
  const evaluate = new Function('React', 'ReactDOM', '_jsx_runtime', code) as (...given: unknown[]) => { readonly default: React.ComponentType<{ components: unknown }> }
  return React.createElement(evaluate(React, {}, jsxRuntime).default, { components: vocabularyOf(setting) })
}
