/**
 * What: the balancer asks every server, again and again, whether it is alive, and stops using one that does not answer.
 * Why: without probes only a failed request shows that a server is down; probes find it while nobody waits.
 *
 * Picture:   balancer ──probe──▶ s2 ──answer──▶   passed
 *            balancer ──probe──▶ s2 (stopped) ──reset──▶   failed
 *            balancer ──probe──▶ ✗ (link cut) … timeout   failed
 *
 * Invariants: I1 a probe has one result: what came first, its answer or its timeout.
 * Source: HAProxy 2.6 `option httpchk`, `inter`, `rise`, `fall`; first probes are spread over one interval, as there.
 * Simplifications: a probe is answered by a living process at once, however busy its workers are.
 */

import { createHealthCheck, probe, type HealthCheck, type ProbeResult } from '../../algorithms/balancing/active-health.ts'
import { setHealthy } from '../../algorithms/balancing/balancer.ts'
import { cancel, on, schedule, scheduleCancellable } from '../../kernel/kernel.ts'
import { BALANCER_LANE, noted, send, type ServerMachine, type TrafficSystem } from './system.ts'
import { HOP } from './vocabulary.ts'

/** The request that a probe is about: none. */
const NO_REQUEST = 0xffffffff

interface Probing {
  readonly check: HealthCheck
  /** Number of the probe under way; a later word of an earlier one is ignored (I1). */
  round: number
  timeout: number
}

/** Starts probing, if the configuration asks for it. Returns what a new machine must be given to. */
export function installHealthChecks(
  system: TrafficSystem,
  capacityChanged: () => void,
): { readonly watch: (machine: ServerMachine) => void } {
  const { kernel, machines, balancer } = system
  const settings = system.config.balancer.activeCheck
  if (settings === null) return { watch: () => undefined }
  const probing: Probing[] = []

  const due = on(kernel, 'probe due', (server) => {
    const machine = machines[server]!
    const state = probing[server]!
    schedule(kernel, settings.everyUs, due, server)
    // One probe at a time: a timeout longer than the interval waits for the probe under way. (check.c, process_chk_conn)
    if (state.timeout !== 0) return
    state.round++
    state.timeout = scheduleCancellable(kernel, settings.timeoutUs, timedOut, server, state.round)
    const delayUs = send(system, machine.toServer, BALANCER_LANE, machine.lane, HOP.probe, NO_REQUEST)
    if (delayUs >= 0) schedule(kernel, delayUs, atServer, server, state.round)
  })

  const atServer = on(kernel, 'probe reached server', (server, round) => {
    const machine = machines[server]!
    const hop = machine.running ? HOP['probe-answer'] : HOP.reset
    const delayUs = send(system, machine.fromServer, machine.lane, BALANCER_LANE, hop, NO_REQUEST)
    if (delayUs >= 0) schedule(kernel, delayUs, machine.running ? passed : failed, server, round)
  })

  const passed = on(kernel, 'probe passed', (server, round) => conclude(server, round, 'passed'))
  const failed = on(kernel, 'probe failed', (server, round) => conclude(server, round, 'failed'))
  const timedOut = on(kernel, 'probe timed out', (server, round) => conclude(server, round, 'failed'))

  function conclude(server: number, round: number, result: ProbeResult): void {
    const state = probing[server]!
    if (state.timeout === 0 || round !== state.round) return
    cancel(kernel, state.timeout)
    state.timeout = 0
    const change = probe(state.check, result)
    if (change === 'none') return
    setHealthy(balancer, server, change === 'became-up', kernel.nowUs)
    noted(system, change === 'became-up' ? 'server.marked-up' : 'server.marked-down', machines[server]!.lane, {
      probes: change === 'became-up' ? settings!.rise : settings!.fall,
    })
    capacityChanged()
  }

  const watch = (machine: ServerMachine): void => {
    probing.push({ check: createHealthCheck({ rise: settings.rise, fall: settings.fall }), round: 0, timeout: 0 })
    const spread = Math.floor((settings.everyUs * (machine.index + 1)) / (machines.length + 1))
    schedule(kernel, spread, due, machine.index)
  }
  machines.forEach(watch)
  return { watch }
}
