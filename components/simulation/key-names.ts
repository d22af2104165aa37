/** Names of keys, for those who write sentences: they may not read a simulation themselves. */

export { keyName } from '@/simulations/components/placement/key-names.ts'
