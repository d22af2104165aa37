/**
 * What: what may be done to a limiter while it runs: to its limit, to its store, and to the links between.
 * Why: a shared count is only as good as the machine it lives on, and that shows when somebody pulls its plug.
 *
 * Invariants:
 *   I1 a command changes the machine it names and nothing else.
 *   I2 a command to a store that no count lives in is refused before the run starts.
 */

import { invariant } from '../../kernel/invariant.ts'
import { beginSpan, DONE, endSpan } from '../../kernel/trace.ts'
import type { FaultRule } from '../../kernel/network.ts'
import type { LimiterCommand } from './limiter-config.ts'
import { setRule } from './limiter-machine.ts'
import { noted, type TrafficSystem } from './system.ts'
import { SPAN } from './vocabulary.ts'

export function applyLimiterCommand(system: TrafficSystem, command: LimiterCommand): void {
  const { recorder, limits } = system
  invariant(limits !== null, 'I2: there is a limiter')
  if (command.kind === 'set-limit') {
    setRule(limits, command.factor)
    noted(system, 'limit.changed', limits.nodes[0]!.lane, { factor: command.factor })
    return
  }
  const { store } = limits
  invariant(store !== null, 'I2: there is a store')
  switch (command.kind) {
    case 'stop-store':
      if (!store.running) return
      noted(system, 'store.stopped', store.lane, { had: store.station.busy + store.station.waiting })
      limits.killStore()
      if (recorder !== null) store.downSpan = beginSpan(recorder, store.lane, SPAN.down, 0)
      return
    case 'start-store':
      if (store.running) return
      store.running = true
      if (recorder !== null) endSpan(recorder, store.downSpan, DONE)
      noted(system, 'store.started', store.lane, {})
      return
    case 'slow-store':
      store.slowness = command.factor
      if (recorder !== null) {
        if (store.slowSpan >= 0) endSpan(recorder, store.slowSpan, DONE)
        store.slowSpan = command.factor === 1 ? -1 : beginSpan(recorder, store.lane, SPAN.slow, 0)
      }
      noted(system, 'store.slowed', store.lane, { factor: command.factor })
      return
    case 'cut-store-link':
      return setLinks([{ kind: 'drop', share: 1 }], 'store-link.cut', {})
    case 'slow-store-link':
      return setLinks([{ kind: 'slow', factor: command.factor }], 'store-link.slowed', { factor: command.factor })
    case 'heal-store-link':
      return setLinks([], 'store-link.healed', {})
  }

  function setLinks(rules: readonly FaultRule[], name: 'store-link.cut' | 'store-link.slowed' | 'store-link.healed', facts: Record<string, number>): void {
    for (const node of limits!.nodes) node.toStore!.rules = node.fromStore!.rules = rules
    noted(system, name, store!.lane, facts)
  }
}
