import Link from 'next/link'
import type { Dictionary } from '@/lib/dictionary.ts'

/** What a reader may believe of a run, said before the first run. */
export function Fidelity({ words, more }: { words: Dictionary['site']['front']['real']; more: { readonly href: string; readonly words: string } }) {
  return (
    <section className="gutter py-14 wide:py-22">
      <h2 className="heading text-28 wide:text-40">{words.title}</h2>
      <div className="mt-5 grid gap-x-12 gap-y-8 border-t-[1.5px] border-ink pt-5 wide:grid-cols-2">
        <Statements title={words.runs} items={Object.values(words.runsItems)} />
        <Statements title={words.simplified} items={Object.values(words.simplifiedItems)} />
      </div>
      <p className="mt-5"><Link href={more.href} prefetch={false} className="link font-semibold">{more.words}</Link></p>
    </section>
  )
}

function Statements({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <div>
      <h3 className="font-semibold">{title}</h3>
      <ul className="mt-2 text-16">
        {items.map((item) => (
          <li key={item} className="border-b border-line py-2">
            {item}
          </li>
        ))}
      </ul>
    </div>
  )
}
