// The peers' side of the same models, in npm's simjs. It offers itself only to a window.
import { createRequire } from 'node:module'
globalThis.window = globalThis
createRequire(import.meta.url)('simjs')
const { Sim: Library } = globalThis

/** sfc32 and -log(u), as cheap a draw as the library could be given. */
function exponential(seed) {
  let [a, b, c, counter] = [seed, seed ^ 0x9e3779b9, seed * 7, 1]
  return (mean) => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t | 0
    return -Math.log(((t >>> 0) + 1) / 4294967297) * mean
  }
}

/** M/M/4 by timers, which is faster in simjs than its Facility. */
export function mm4(customers) {
  const sim = new Library.Sim()
  const draw = exponential(1)
  let created = 0
  let waited = 0
  let busy = 0
  const queue = []
  let head = 0
  class Station extends Library.Entity {
    start() {
      this.arrived()
    }
    arrived() {
      created++
      if (created < customers) this.setTimer(draw(1 / 3.2)).done(this.arrived)
      if (busy < 4) this.begin(this.time())
      else queue.push(this.time())
    }
    begin(arrivedAt) {
      busy++
      waited += this.time() - arrivedAt
      this.setTimer(draw(1)).done(this.served)
    }
    served() {
      busy--
      if (head < queue.length) {
        this.begin(queue[head++])
        if (head === 4096) {
          queue.splice(0, head)
          head = 0
        }
      }
    }
  }
  sim.addEntity(Station)
  sim.simulate(Number.MAX_VALUE)
  return waited / customers
}

export function timeouts(requests) {
  const sim = new Library.Sim()
  const draw = exponential(2)
  let sent = 0
  let timedOut = 0
  class Client extends Library.Entity {
    start() {
      this.request()
    }
    request() {
      sent++
      const timeout = this.setTimer(5)
      const response = this.setTimer(draw(1))
      timeout.done(() => {
        timedOut++
        response.cancel()
      })
      response.done(() => timeout.cancel())
      if (sent < requests) this.setTimer(draw(1 / 1000)).done(this.request)
    }
  }
  sim.addEntity(Client)
  sim.simulate(Number.MAX_VALUE)
  return timedOut / requests
}

/** The same M/M/4 with the library's own Facility, the way its documentation models a station. */
export function mm4Facility(customers) {
  const sim = new Library.Sim()
  const draw = exponential(1)
  const station = new Library.Facility('station', Library.Facility.FCFS, 4)
  let created = 0
  class Source extends Library.Entity {
    start() {
      this.arrived()
    }
    arrived() {
      created++
      this.useFacility(station, draw(1)).done(() => undefined)
      if (created < customers) this.setTimer(draw(1 / 3.2)).done(this.arrived)
    }
  }
  sim.addEntity(Source)
  sim.simulate(Number.MAX_VALUE)
  return station.queueStats().durationSeries.average()
}
