import { simplificationsKo } from '@/content/simplifications.ko.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import type { Locale } from '@/lib/locales.ts'
import type { ReplayArea, Simplification, TheoryRow } from './results.ts'

const head = 'border-b-[1.5px] border-ink text-14 text-ink-2'
const cell = 'py-2 pr-6 align-baseline'
const NAMES: Readonly<Record<string, string>> = { nginx: 'nginx', haproxy: 'HAProxy', redis: 'Redis', postgresql: 'PostgreSQL', mariadb: 'MariaDB' }

/** Which system, in which version, agrees with us in how many recorded cases. */
export function ComparedTable({ locale, areas, labelledBy }: { locale: Locale; areas: readonly ReplayArea[]; labelledBy: string }) {
  const { fidelity } = dictionary(locale).about
  const { compared } = fidelity
  const labels = fidelity.areas as Readonly<Record<string, string>>
  const systems = [...new Set(areas.map(({ systems: all }) => all.join(', ')))].sort()
  return (
    <table aria-labelledby={labelledBy} className="mt-4 w-full max-w-[60rem] border-collapse text-left text-16 leading-normal">
      <thead>
        <tr className={head}>
          <th scope="col" className="w-[24%] py-2 pr-6 font-normal">{compared.system}</th>
          <th scope="col" className="py-2 pr-6 font-normal">{compared.area}</th>
          <th scope="col" className="w-[24%] py-2 font-normal">{compared.cases}</th>
        </tr>
      </thead>
      {systems.map((system) => (
        <tbody key={system} className="border-b-[1.5px] border-line">
          {areas.filter(({ systems: all }) => all.join(', ') === system).map(({ area, cases, matched }, at, all) => (
            <tr key={area} className="border-b border-line last:border-0">
              {at === 0 ? <th scope="rowgroup" rowSpan={all.length} className={`${cell} font-semibold`}>{system.replace(/^[a-z]+/, (name) => NAMES[name] ?? name)}</th> : null}
              <td className={cell}>{labels[area] ?? area}</td>
              <td className={`py-2 align-baseline ${matched === cases ? '' : 'font-semibold text-fail-text'}`}>{formatWith(locale, compared.of, { matched, cases })}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** One fold a formula: every figure with its interval and what the formula says. */
export function FormulaTables({ locale, rows }: { locale: Locale; rows: readonly TheoryRow[] }) {
  const { formulas } = dictionary(locale).about.fidelity
  const topics = [...new Set(rows.map(({ topic }) => topic))]
  const write = (value: number) => String(Number(value.toPrecision(4)))
  return (
    <div className="mt-4 max-w-[60rem] border-t-[1.5px] border-ink">
      {topics.map((topic, number) => {
        const mine = rows.filter((row) => row.topic === topic)
        return (
          <details key={topic} className="border-b border-line" open={number === 0}>
            <summary className="cursor-pointer py-2.5">{formatWith(locale, formulas.show, { topic, passed: mine.filter(({ passed }) => passed).length, all: mine.length })}</summary>
            <div className="relative mb-4 max-h-96 overflow-auto" tabIndex={0} role="group" aria-label={topic}>
              <table className="w-full border-collapse text-left text-15 leading-normal" aria-label={topic}>
                <thead>
                  <tr className="text-14 text-ink-2">
                    {[formulas.system, formulas.figure, formulas.measured, formulas.interval, formulas.predicted].map((name) => <th key={name} scope="col" className="sticky top-0 bg-paper py-1.5 pr-4 font-normal">{name}</th>)}
                  </tr>
                </thead>
                <tbody lang="en">
                  {mine.map((row) => (
                    <tr key={`${row.system} ${row.figure}`} className="border-t border-line align-baseline">
                      <th scope="row" className="py-1.5 pr-4 font-normal whitespace-nowrap">{row.system}</th>
                      <td className="py-1.5 pr-4">{row.figure}</td>
                      <td className="py-1.5 pr-4">{write(row.measured)}</td>
                      <td className="py-1.5 pr-4 whitespace-nowrap">{write(row.interval[0])}–{write(row.interval[1])}</td>
                      <td className="py-1.5">{write(row.prediction)}{row.isExact ? '' : <span lang={locale} className="block text-13 text-ink-2">{formulas.limit}</span>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )
      })}
    </div>
  )
}

/** What each file leaves out, in its own words; in Korean where they have been translated as they stand. */
export function SimplifiedTable({ locale, items, labelledBy }: { locale: Locale; items: readonly Simplification[]; labelledBy: string }) {
  const { simplified } = dictionary(locale).about.fidelity
  return (
    <table aria-labelledby={labelledBy} className="mt-3 w-full border-collapse text-left text-15 leading-normal max-wide:block">
      <thead className="max-wide:sr-only">
        <tr className={head}>
          <th scope="col" className="w-[26%] py-2 pr-6 font-normal">{simplified.file}</th>
          <th scope="col" className="py-2 font-normal">{simplified.sentence}</th>
        </tr>
      </thead>
      <tbody className="max-wide:block max-wide:border-t-[1.5px] max-wide:border-ink">
        {items.map(({ file, text }) => ({ file, text, korean: locale === 'ko' ? koreanOf(file, text) : null })).map(({ file, text, korean }) => (
          <tr key={file} className="border-b border-line align-baseline max-wide:block max-wide:py-2">
            <th scope="row" className="break-all py-2 pr-6 font-mono text-13 font-normal max-wide:block max-wide:py-0">{file.replace(/^simulations\//, '')}</th>
            <td lang={korean === null ? 'en' : locale} className="max-w-[44rem] py-2 wrap-anywhere max-wide:block max-wide:py-0"><WithCode text={korean ?? text} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function koreanOf(file: string, text: string): string | null {
  const known = simplificationsKo[file.replace(/^simulations\//, '')]
  return known?.of === text ? known.ko : null
}

/** What stands between backticks is code. */
function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at} className="font-mono text-[0.93em]">{part}</code>))
}
