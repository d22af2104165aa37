import { Mark } from '@/components/marks/mark.tsx'
import type { HeroWords } from './evidence.ts'

/** What the marks of the picture mean, in the order in which they appear. */
export function HeroKey({ words }: { words: HeroWords }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-10 gap-y-2 text-15 leading-snug text-ink-2">
      <ul className="flex flex-wrap gap-x-5 gap-y-1" aria-label={words.key.label}>
        {(['request', 'answer', 'lost', 'probe'] as const).map((kind) => (
          <li key={kind} className="flex items-center gap-2"><Mark kind={kind} /> {words.key[kind]}</li>
        ))}
      </ul>
      <p>{words.key.slope}</p>
    </div>
  )
}
