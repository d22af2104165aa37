/**
 * What: what may be done to a running system, by a learner's hand, a scenario's script or a link: one list for all.
 * Why: every action is data with an instant, so that a run with them replays exactly, and can be undone by leaving one out.
 *
 * Invariants:
 *   I1 a command changes the machine it names and nothing else; what follows from it, follows in the run.
 *   I2 a command that names a server the system does not have at that instant is refused before the run starts.
 */

import { addServer, changePolicy, setAdmin, setWeight } from '../../algorithms/balancing/balancer.ts'
import { invariant } from '../../kernel/invariant.ts'
import { on, schedule } from '../../kernel/kernel.ts'
import { beginSpan, DONE, endSpan } from '../../kernel/trace.ts'
import type { Intervention, TrafficCommand } from './config.ts'
import { applyLimiterCommand } from './limiter-commands.ts'
import { isLimiterCommand } from './limiter-config.ts'
import { addMachine, BALANCER_LANE, CLIENTS_LANE, noted, type ServerMachine, type TrafficSystem } from './system.ts'
import { SPAN } from './vocabulary.ts'

/** What commands need from the other parts of the system. */
export interface Levers {
  readonly kill: (machine: ServerMachine) => void
  readonly revive: (machine: ServerMachine) => void
  readonly watch: (machine: ServerMachine) => void
  readonly paceChanged: () => void
  readonly capacityChanged: () => void
}

/** Schedules every intervention at its instant. They come in order of time; equal ones in the order given. */
export function installCommands(system: TrafficSystem, interventions: readonly Intervention[], levers: Levers): void {
  const due = on(system.kernel, 'command', (index) => {
    apply(system, interventions[index]!.command, levers)
    levers.capacityChanged()
  })
  interventions.forEach((intervention, index) => schedule(system.kernel, intervention.atUs, due, index))
}

function apply(system: TrafficSystem, command: TrafficCommand, levers: Levers): void {
  const { balancer, kernel, recorder } = system
  if (isLimiterCommand(command)) return applyLimiterCommand(system, command)
  switch (command.kind) {
    case 'stop-server': {
      const machine = machineNamed(system, command.server)
      if (!machine.running) return
      noted(system, 'server.stopped', machine.lane, { had: machine.station.busy + machine.station.waiting })
      levers.kill(machine)
      if (recorder !== null) machine.downSpan = beginSpan(recorder, machine.lane, SPAN.down, 0)
      return
    }
    case 'start-server': {
      const machine = machineNamed(system, command.server)
      if (machine.running) return
      levers.revive(machine)
      if (recorder !== null) endSpan(recorder, machine.downSpan, DONE)
      noted(system, 'server.started', machine.lane, {})
      return
    }
    case 'slow-server': {
      const machine = machineNamed(system, command.server)
      machine.slowness = command.factor
      if (recorder !== null) {
        if (machine.slowSpan >= 0) endSpan(recorder, machine.slowSpan, DONE)
        machine.slowSpan = command.factor === 1 ? -1 : beginSpan(recorder, machine.lane, SPAN.slow, 0)
      }
      noted(system, 'server.slowed', machine.lane, { factor: command.factor })
      return
    }
    case 'drain-server': {
      const machine = machineNamed(system, command.server)
      setAdmin(balancer, machine.index, 'drain', kernel.nowUs)
      noted(system, 'server.drained', machine.lane, {})
      return
    }
    case 'ready-server': {
      const machine = machineNamed(system, command.server)
      setAdmin(balancer, machine.index, 'ready', kernel.nowUs)
      noted(system, 'server.readied', machine.lane, {})
      return
    }
    case 'add-server': {
      addServer(balancer, command.server, kernel.nowUs)
      const machine = addMachine(system, command.server)
      levers.watch(machine)
      noted(system, 'server.added', machine.lane, { weight: command.server.weight })
      return
    }
    case 'set-policy':
      changePolicy(balancer, command.policy, kernel.nowUs)
      noted(system, 'policy.changed', BALANCER_LANE, { policy: command.policy })
      return
    case 'set-weight': {
      const machine = machineNamed(system, command.server)
      setWeight(balancer, machine.index, command.weight, kernel.nowUs)
      noted(system, 'weight.changed', machine.lane, { weight: command.weight })
      return
    }
    case 'set-rate':
      system.pace = command.factor
      levers.paceChanged()
      noted(system, 'rate.changed', CLIENTS_LANE, { factor: command.factor })
      return
    case 'move-slots':
      system.redirects!.move(machineNamed(system, command.server), machineNamed(system, command.to), command.share)
      return
    case 'cut-link': {
      const machine = machineNamed(system, command.server)
      machine.toServer.rules = machine.fromServer.rules = [{ kind: 'drop', share: 1 }]
      noted(system, 'link.cut', machine.lane, {})
      return
    }
    case 'slow-link': {
      const machine = machineNamed(system, command.server)
      machine.toServer.rules = machine.fromServer.rules = [{ kind: 'slow', factor: command.factor }]
      noted(system, 'link.slowed', machine.lane, { factor: command.factor })
      return
    }
    case 'heal-link': {
      const machine = machineNamed(system, command.server)
      machine.toServer.rules = machine.fromServer.rules = []
      noted(system, 'link.healed', machine.lane, {})
    }
  }
}

function machineNamed(system: TrafficSystem, name: string): ServerMachine {
  const machine = system.machines.find((one) => one.spec.name === name)
  invariant(machine !== undefined, `I2: no server called ${name} at this instant`)
  return machine
}
