import type { Metadata } from 'next'
import { dictionary } from '@/lib/dictionary.ts'
import { alternatesOf } from '@/lib/locales.ts'
import { pageLocale } from '@/lib/page-locale.ts'

export async function generateMetadata({ params }: PageProps<'/[locale]/sims/load-balancing'>): Promise<Metadata> {
  const scenario = dictionary(await pageLocale(params)).scenarios['load-balancing']
  return { title: scenario.title, description: scenario.question, alternates: alternatesOf('/sims/load-balancing') }
}

export default async function LoadBalancingPage({ params }: PageProps<'/[locale]/sims/load-balancing'>) {
  const scenario = dictionary(await pageLocale(params)).scenarios['load-balancing']
  return (
    <div className="gutter py-10">
      <h1 className="heading text-40">{scenario.title}</h1>
      <p className="mt-4 max-w-measure text-ink-2">{scenario.question}</p>
    </div>
  )
}
