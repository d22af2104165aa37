/** The first picture of a bench, drawn when the site is built, once wide and once for phones. */

import { runArrivals } from '@/components/simulation/arrival-run.ts'
import { nameOf, type Words } from './arrival-words.ts'
import { describeRun } from './describe-decision.ts'
import { BenchPicture } from './picture.tsx'
import { layOut } from './picture-model.ts'
import type { BenchState } from './share-arrivals.ts'

const WIDE = 900
const NARROW = 340

export function BenchStill({ words, opening, isPart }: { words: Words; opening: BenchState; isPart: boolean }) {
  const reply = runArrivals({ ...opening, key: null })
  if (reply.kind !== 'ran') throw new Error('A bench begins with a sequence that can be run.')
  const { run } = reply
  const drawn = (width: number, className: string) => {
    const sight = { width, fromUs: run.fromUs, toUs: run.toUs }
    return <BenchPicture words={words} run={run} sight={sight} layout={layOut(run, sight)} cursor={-1} className={className} />
  }
  return (
    <figure className={isPart ? 'bg-sheet' : 'gutter pb-16'}>
      {drawn(isPart ? 520 : WIDE, 'max-wide:hidden')}
      {drawn(NARROW, 'wide:hidden')}
      <figcaption className="mt-3 text-15 leading-snug text-ink-2">{describeRun(words, run, [nameOf(words, run.specs[0]), nameOf(words, run.specs[1])])}</figcaption>
    </figure>
  )
}
