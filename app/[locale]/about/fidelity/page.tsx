import type { Metadata } from 'next'
import { ComparedTable, FormulaTables, SimplifiedTable } from '@/components/site/evidence-tables.tsx'
import { pageMetadata } from '@/components/site/page-metadata.ts'
import { readReplay, readTheory, SIMPLIFIED, simplificationsIn } from '@/components/site/results.ts'
import { dictionary } from '@/lib/dictionary.ts'
import { formatWith } from '@/lib/i18n.ts'
import { pageLocale } from '@/lib/page-locale.ts'

/** Simulators, and what of the recordings belongs to them; `#simulator` leads to its table. */
const GROUPS = [
  { id: 'load-balancing', prefix: ['lb.'], alsoFor: ['scaling'] },
  { id: 'rate-limiting', prefix: ['ratelimit.'], alsoFor: [] },
  { id: 'consistent-hashing', prefix: ['sharding.'], alsoFor: ['sharding', 'replicas-and-cluster'] },
  { id: 'rest', prefix: ['sketch.', 'hash.'], alsoFor: [] },
] as const

export async function generateMetadata({ params }: PageProps<'/[locale]/about/fidelity'>): Promise<Metadata> {
  const locale = await pageLocale(params)
  const { fidelity } = dictionary(locale).about
  return pageMetadata(locale, '/about/fidelity', fidelity.title, fidelity.lead)
}

export default async function FidelityPage({ params }: PageProps<'/[locale]/about/fidelity'>) {
  const locale = await pageLocale(params)
  const { fidelity: words } = dictionary(locale).about
  const replay = readReplay()
  const theory = readTheory()
  const replayed = replay.areas.filter(({ isImplemented }) => isImplemented)
  const waiting = replay.areas.filter(({ isImplemented }) => !isImplemented).map(({ area }) => area)
  const { compared, formulas, simplified } = words
  return (
    <div className="gutter pb-22 pt-10 wide:pt-16">
      <h1 className="heading text-40 wide:text-56">{words.title}</h1>
      <p className="mt-4 max-w-[38rem] text-ink-2">{words.lead}</p>
      <ul className="mt-5 max-w-[44rem] border-t border-line">
        <li className="border-b border-line py-2 font-semibold">{formatWith(locale, words.recorded, { matched: replay.passed, cases: replay.passed + replay.failed })}</li>
        <li className="border-b border-line py-2 font-semibold">{formatWith(locale, words.theory, { passed: theory.passed, all: theory.passed + theory.failed })}</li>
      </ul>

      <section aria-labelledby="runs" className="mt-14">
        <h2 id="runs" className="heading text-28">{words.runs.title}</h2>
        <p className="mt-3 max-w-[38rem]">{words.runs.text}</p>
        <p className="mt-3 max-w-[38rem] text-ink-2">{words.defaults}</p>
      </section>

      <section aria-labelledby="compared" className="mt-14">
        <h2 id="compared" className="heading text-28">{compared.title}</h2>
        <p className="mt-3 max-w-[38rem] text-ink-2">{compared.text}</p>
        {GROUPS.map(({ id, prefix, alsoFor }) => (
          <div key={id} className="mt-8">
            {alsoFor.map((simulator) => <span key={simulator} id={simulator} />)}
            <h3 id={id} className="font-semibold">{compared.groups[id]}</h3>
            <ComparedTable locale={locale} areas={replayed.filter(({ area }) => prefix.some((start) => area.startsWith(start)))} labelledBy={id} />
          </div>
        ))}
        {waiting.length === 0 ? null : <p className="mt-4 max-w-[44rem] text-15 text-ink-2">{formatWith(locale, compared.waiting, { count: waiting.length, names: waiting.join(', ') })}</p>}
        <p className="mt-2 text-15 text-ink-2">{compared.repeat}</p>
      </section>

      <section aria-labelledby="formulas" className="mt-14">
        <h2 id="formulas" className="heading text-28">{formulas.title}</h2>
        <p className="mt-3 max-w-[38rem] text-ink-2">{formatWith(locale, formulas.text, { confidence: theory.confidence })}</p>
        <FormulaTables locale={locale} rows={theory.rows} />
        <p className="mt-3 text-15 text-ink-2">{formulas.repeat}</p>
      </section>

      <section aria-labelledby="simplified" className="mt-14">
        <h2 id="simplified" className="heading text-28">{simplified.title}</h2>
        <p className="mt-3 max-w-[38rem] text-ink-2">{simplified.text}</p>
        <h3 id="algorithms" className="mt-8 font-semibold">{simplified.algorithms}</h3>
        <SimplifiedTable locale={locale} items={simplificationsIn(SIMPLIFIED.algorithms)} labelledBy="algorithms" />
        <h3 id="machines" className="mt-8 font-semibold">{simplified.machines}</h3>
        <SimplifiedTable locale={locale} items={simplificationsIn(SIMPLIFIED.machines)} labelledBy="machines" />
      </section>
    </div>
  )
}
