/**
 * What: a scenario as a page gets it: plain data, checked, with its script as commands in µs and its knobs with their values.
 * Why: the page can then show controls and start a run without reading YAML or walking a schema.
 *
 * Invariants: I1 a knob is named at most once, has a field of its own, and the document says one plain value there or nothing.
 */

import type { PlacementConfig, PlacementIntervention } from '../components/placement/config.ts'
import type { Intervention, TrafficConfig } from '../components/traffic/config.ts'
import { familyOf, type FamilyName } from './families.ts'
import type { Knob } from './fields.ts'
import { readKnob, writeKnob, type Scalar } from './knob-values.ts'
import { knobAt, writtenAt } from './knobs.ts'
import type { WrittenPlacementCommand } from './placement-commands.ts'
import { placementSchema, readPlacementScenario } from './placement-scenario.ts'
import type { WrittenCommand as WrittenTrafficCommand } from './traffic-commands.ts'
import { problemAt, wrong, type Problem, type Reading } from './problems.ts'
import { readTrafficScenario, trafficSchema } from './traffic-scenario.ts'

/** A command of any family. */
export type WrittenCommand = WrittenTrafficCommand | WrittenPlacementCommand

/** A command at an instant, as a click, a script and a link hold it. */
export interface WrittenIntervention {
  /** Virtual µs. */
  readonly at: number
  readonly do: WrittenCommand
}

/** A control: its place in the document, how it turns, and what the scenario says. */
export interface KnobField {
  readonly path: string
  readonly knob: Knob
  /** As written; what the schema fills in when nothing is. */
  readonly value: Scalar
}

/** What runs as long as nothing is changed: checked and translated. */
export type ReadyRun =
  | { readonly family: 'traffic'; readonly config: TrafficConfig; readonly interventions: readonly Intervention[] }
  | { readonly family: 'placement'; readonly config: PlacementConfig; readonly interventions: readonly PlacementIntervention[] }

export interface LoadedScenario {
  readonly family: FamilyName
  readonly id: string
  readonly title: { readonly en: string; readonly ko: string }
  readonly question: { readonly en: string; readonly ko: string }
  readonly seed: number
  /** What was written, without its script and the list of knobs. */
  readonly document: unknown
  readonly script: readonly WrittenIntervention[]
  readonly ready: ReadyRun
  readonly knobs: readonly KnobField[]
}

export type LoadedReading = { readonly ok: true; readonly scenario: LoadedScenario } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Checks a document and prepares it for a page. */
export function loadDocument(document: unknown): LoadedReading {
  const family = familyOf(document)
  const read = readAs(family, document)
  if (!read.ok) return read
  const { about, script, ready } = read
  const problems: Problem[] = []
  const knobs = about.knobs.flatMap((path, at): KnobField[] => {
    const field = fieldOf(document, path, family)
    if (!field.ok) problems.push({ path: ['knobs', at], ...field.flaw })
    else if (about.knobs.indexOf(path) < at) problems.push(problemAt(['knobs', at], 'knob-twice', { place: path }))
    else return [field.value]
    return []
  })
  if (problems.length > 0) return { ok: false, problems }
  const { script: _script, knobs: _knobs, ...kept } = document as Record<string, unknown>
  const { id, title, question, seed } = about
  return { ok: true, scenario: { family, id, title, question, seed, document: kept, script, ready, knobs } }
}

interface Read {
  readonly ok: true
  readonly about: Pick<LoadedScenario, 'id' | 'title' | 'question' | 'seed'> & { readonly knobs: readonly string[] }
  readonly script: readonly WrittenIntervention[]
  readonly ready: ReadyRun
}

function readAs(family: FamilyName, document: unknown): Read | { readonly ok: false; readonly problems: readonly Problem[] } {
  if (family === 'placement') {
    const reading = readPlacementScenario(document)
    if (!reading.ok) return reading
    const { config, script: interventions } = reading.scenario
    return { ok: true, about: reading.scenario, script: placementSchema.parse(document).script, ready: { family, config, interventions } }
  }
  const reading = readTrafficScenario(document)
  if (!reading.ok) return reading
  const { config, script: interventions } = reading.scenario
  return { ok: true, about: reading.scenario, script: trafficSchema.parse(document).script, ready: { family, config, interventions } }
}

/** The control at a path, or what is wrong with it. */
function fieldOf(document: unknown, path: string, family: FamilyName): Reading<KnobField> {
  const found = knobAt(path, family)
  if (found === null) return wrong('no-knob', { place: path })
  const written = writtenAt(document, path)
  if (written === undefined && found.fallback === undefined) return wrong('nothing-to-turn', { place: path })
  if (written === undefined) {
    const parent = path.split('.').slice(0, -1).join('.')
    if (writtenAt(document, parent) === undefined) return wrong('no-parent', { place: parent })
    return { ok: true, value: { path, knob: found.knob, value: writeKnob(found.knob, found.fallback!) } }
  }
  return readKnob(found.knob, written).ok ? { ok: true, value: { path, knob: found.knob, value: written as Scalar } } : wrong('several-values', { place: path })
}
