import { Mark } from '@/components/marks/mark.tsx'
import { markKinds } from '@/components/marks/mark-geometry.ts'
import { NodeGlyph, NodeIcon } from '@/components/marks/node-glyph.tsx'
import { nodeRoles } from '@/components/marks/node-geometry.ts'
import type { Dictionary } from '@/lib/dictionary.ts'
import type { LaneRole } from '@/simulations/kernel/trace.ts'
import { GallerySection } from './gallery-section.tsx'

type GalleryWords = Dictionary['stage']['gallery']

const sizes = [8, 10, 12, 16, 20, 24]
/** A second try, as an example of the number a retry carries. */
const EXAMPLE_ATTEMPT = 2

export function MarkGallery({ words }: { words: GalleryWords }) {
  const samples = {
    request: <Inline key="request" kind="request" word={words.markNames.request} />,
    waiting: <Inline key="waiting" kind="waiting" word={words.markNames.waiting} />,
    answer: <Inline key="answer" kind="answer" word={words.markNames.answer} />,
  }
  return (
    <GallerySection id="marks" title={words.marks}>
      <p className="mt-4 max-w-measure">
        {words.inSentence.split(/[{}]/).map((piece) => (piece in samples ? samples[piece as keyof typeof samples] : piece))}
      </p>
      <ul className="mt-4">
        {markKinds.map((kind) => (
          <li key={kind} className="grid grid-cols-[1.75rem_1fr] items-center gap-x-3 border-b border-line py-2 text-15 wide:grid-cols-[1.75rem_11rem_1fr_auto]">
            <Mark kind={kind} size={18} {...(kind === 'retry' ? { attempt: EXAMPLE_ATTEMPT } : {})} />
            <span className="font-semibold">{words.markNames[kind]}</span>
            <span className="col-start-2 text-ink-2 wide:col-start-3">{words.markMeanings[kind]}</span>
            <span className="col-start-2 mt-1 flex items-center gap-3 wide:col-start-4 wide:mt-0">
              {sizes.map((size) => (
                <Mark key={size} kind={kind} size={size} {...(kind === 'retry' ? { attempt: EXAMPLE_ATTEMPT } : {})} />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </GallerySection>
  )
}

function Inline({ kind, word }: { kind: 'request' | 'waiting' | 'answer'; word: string }) {
  return (
    <span className="whitespace-nowrap font-semibold">
      <Mark kind={kind} /> {word}
    </span>
  )
}

const boxes: Record<LaneRole, { w: number; h: number }> = {
  client: { w: 44, h: 44 }, service: { w: 58, h: 34 }, balancer: { w: 36, h: 50 }, queue: { w: 66, h: 36 },
  memory: { w: 66, h: 38 }, store: { w: 66, h: 36 }, leader: { w: 66, h: 36 }, limiter: { w: 40, h: 44 },
}

export function NodeGallery({ words }: { words: GalleryWords }) {
  return (
    <GallerySection id="machines" title={words.nodes}>
      <ul className="mt-6 grid grid-cols-2 gap-x-6 gap-y-8 wide:grid-cols-4 desk:grid-cols-7">
        {nodeRoles.map((role) => (
          <li key={role} className="text-15">
            <svg viewBox="-40 -32 80 64" width={80} height={64} aria-hidden="true" className="drawn">
              <g transform={`translate(${-boxes[role].w / 2} ${-boxes[role].h / 2})`}>
                <NodeGlyph role={role} {...boxes[role]} />
              </g>
            </svg>
            <p className="mt-1 font-semibold leading-snug">
              {words.nodeNames[role]} <NodeIcon role={role} size={16} className="ml-1" />
            </p>
            <p className="text-14 leading-snug text-ink-2">{words.nodeMeanings[role]}</p>
          </li>
        ))}
      </ul>
    </GallerySection>
  )
}
