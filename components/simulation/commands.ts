/** Commands as they are written, for those who name them: they may not read a scenario's schema themselves. */

export { isPlacementCommand } from '@/simulations/scenario/command-kinds.ts'
export type { WrittenCommand } from '@/simulations/scenario/loaded-scenario.ts'
