import Link from 'next/link'
import { dictionary } from '@/lib/dictionary.ts'
import type { Locale } from '@/lib/locales.ts'
import { scenarioSlugs } from '@/lib/scenarios.ts'

/** A table, because the rows are compared; on a phone each row becomes a short stack with the same words. */
export function ScenarioTable({ locale }: { locale: Locale }) {
  const { site, scenarios } = dictionary(locale)
  return (
    <table className="mt-8 w-full border-collapse text-left text-16 leading-normal max-wide:block">
      <thead className="max-wide:sr-only">
        <tr className="border-b-[1.5px] border-ink text-14 text-ink-2">
          <th scope="col" className="w-[24%] py-2 pr-6 font-normal">
            {site.sims.simulator}
          </th>
          <th scope="col" className="py-2 pr-6 font-normal">
            {site.sims.question}
          </th>
          <th scope="col" className="w-[26%] py-2 font-normal">
            {site.sims.change}
          </th>
        </tr>
      </thead>
      <tbody className="max-wide:block max-wide:border-t-[1.5px] max-wide:border-ink">
        {scenarioSlugs.map((slug) => (
          <tr key={slug} className="border-b border-line align-baseline max-wide:block max-wide:py-3">
            <th scope="row" className="py-3 pr-6 font-semibold max-wide:block max-wide:py-1">
              <Link href={`/${locale}/sims/${slug}`} className="link text-body">
                {scenarios[slug].title}
              </Link>
            </th>
            <td className="py-3 pr-6 max-wide:block max-wide:py-0">{scenarios[slug].question}</td>
            <td className="py-3 text-ink-2 max-wide:block max-wide:py-0">{scenarios[slug].change}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
