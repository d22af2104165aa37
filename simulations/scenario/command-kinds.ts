/** Tells the commands of one family from those of another, without a schema. */

import type { WrittenPlacementCommand } from './placement-commands.ts'

const PLACEMENT: readonly WrittenPlacementCommand['kind'][] = ['add-node', 'remove-node', 'set-node-weight', 'mark-down', 'mark-up']

export function isPlacementCommand(command: { readonly kind: string }): command is WrittenPlacementCommand {
  return (PLACEMENT as readonly string[]).includes(command.kind)
}
