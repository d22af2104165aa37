/**
 * What: commands to a running system as people and links write them, checked.
 * Why: a click, a scenario's script and a shared link all end here, in one list with one set of limits.
 *
 * Invariants:
 *   I1 commands come out in order of time; of one instant, in the order in which they were given.
 *   I2 a command names a server that exists at its instant (from the start, or added before).
 */

import * as z from 'zod/mini'
import { policies } from '../algorithms/balancing/balancer.ts'
import type { PolicyName } from '../algorithms/balancing/policy.ts'
import { canMoveSlots } from '../components/traffic/redirects.ts'
import { isLimiterCommand } from '../components/traffic/limiter-config.ts'
import type { Intervention, ServerSpec, TrafficCommand, TrafficConfig } from '../components/traffic/config.ts'
import { choice, count, factor } from './fields.ts'
import { limiterCommands } from './limiter-section.ts'
import { isPlacementCommand } from './command-kinds.ts'
import type { WrittenPlacementCommand } from './placement-commands.ts'
import { problemAt, type Problem } from './problems.ts'

/** Interventions that one run takes. */
export const MAX_INTERVENTIONS = 200

const server = z.string().check(z.maxLength(16))
const named = <const Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), server })

/** A command as it stands in a script, in a link and in the list of what a person did. */
export const commandSchema = z.discriminatedUnion('kind', [
  named('stop-server'),
  named('start-server'),
  named('drain-server'),
  named('ready-server'),
  named('cut-link'),
  named('heal-link'),
  z.strictObject({ kind: z.literal('slow-server'), server, factor: factor({ min: 0.1, max: 100 }) }),
  z.strictObject({ kind: z.literal('slow-link'), server, factor: factor({ min: 1, max: 1_000 }) }),
  z.strictObject({ kind: z.literal('set-weight'), server, weight: count({ min: 0, max: 256 }) }),
  z.strictObject({ kind: z.literal('set-policy'), policy: choice(Object.keys(policies) as PolicyName[]) }),
  z.strictObject({ kind: z.literal('set-rate'), factor: factor({ min: 0, max: 10 }) }),
  z.strictObject({ kind: z.literal('add-server') }),
  z.strictObject({ kind: z.literal('move-slots'), server, to: server, share: factor({ min: 0, max: 1, scale: 'linear' }) }),
  ...limiterCommands,
])

/** What was written of a command. An added server gets its name and facts from the first server of the system. */
export type WrittenCommand = z.output<typeof commandSchema>

/** Orders commands in time and checks the servers they name. */
export function readCommands(
  written: readonly { readonly at: number; readonly do: WrittenCommand | WrittenPlacementCommand }[], config: TrafficConfig,
): { readonly interventions: readonly Intervention[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const interventions: Intervention[] = []
  const names = config.servers.map((one) => one.name)
  if (written.length > MAX_INTERVENTIONS) {
    problems.push(problemAt(['script'], 'too-many-commands', { count: written.length, max: MAX_INTERVENTIONS }))
  }
  const inOrder = written.map((entry, index) => ({ entry, index })).sort((a, b) => a.entry.at - b.entry.at || a.index - b.index)
  for (const { entry, index } of inOrder) {
    const command = entry.do
    if (isPlacementCommand(command)) {
      problems.push(problemAt(['script', index], 'foreign-command', { command: command.kind }))
      continue
    }
    if (command.kind === 'add-server') {
      const added = nextServer(config, names)
      if (added === null) problems.push(problemAt(['script', index], 'stage-full', { max: MAX_ADDED_TOTAL }))
      else {
        names.push(added.name)
        interventions.push({ atUs: entry.at, command: { kind: 'add-server', server: added } })
      }
    } else {
      const wants = isLimiterCommand(command) ? missingFor(command.kind, config) : null
      if (wants !== null) problems.push(problemAt(['script', index], wants, {}))
      if (command.kind === 'move-slots') problems.push(...wrongMove(command, config).map((code) => problemAt(['script', index], code, {})))
      if ('server' in command && !names.includes(command.server)) {
        problems.push(problemAt(['script', index], 'no-such-server', { server: command.server, servers: [...names] }))
      }
      interventions.push({ atUs: entry.at, command: command as TrafficCommand })
    }
  }
  return { interventions, problems }
}

/** What a command to a limiter lacks in this system. */
function missingFor(kind: string, { limiter }: TrafficConfig): 'no-limiter' | 'no-limit-store' | null {
  if (limiter === undefined) return 'no-limiter'
  return kind === 'set-limit' || limiter.counts === 'shared' || limiter.counts === 'synchronised' ? null : 'no-limit-store'
}

const MAX_ADDED_TOTAL = 12

/** Slots go from one shard of the beginning to another, where records lie in slots and nobody holds copies. */
function wrongMove({ server: from, to }: { readonly server: string; readonly to: string }, config: TrafficConfig): readonly ('no-slots' | 'same-shard')[] {
  if (!canMoveSlots(config)) return ['no-slots']
  return from !== to && [from, to].every((name) => config.servers.some((one) => one.name === name)) ? [] : ['same-shard']
}

/** One more server like the first, under the next free name and address. */
function nextServer(config: TrafficConfig, names: readonly string[]): ServerSpec | null {
  const model = config.servers[0]
  if (model === undefined || names.length >= MAX_ADDED_TOTAL) return null
  let number = names.length + 1
  while (names.includes(`s${number}`)) number++
  return { ...model, name: `s${number}`, address: `192.0.2.${names.length + 1}`, backup: false, weight: Math.max(1, model.weight) }
}
