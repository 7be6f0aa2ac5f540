import type { PlantedFault } from '../planted-fault.ts'

/** In the dialer: limits, pace, gates, permission, calls on trial. */
export const dialingFaults: readonly PlantedFault[] = [
  {
    name: 'a line takes one call more than it may',
    file: 'dialer/line-load.ts',
    find: 'this.live < this.#caps.concurrent',
    put: 'this.live <= this.#caps.concurrent',
    checks: ['caps'],
    seed: 5,
  },
  {
    name: 'a place on a line is given back twice: when the order to dial is given, and when the call ends',
    file: 'dialer/line-pool.ts',
    find: `      if (placing) {
        load.placing--
        this.#placing--
      }`,
    put: `      load.placing--
      this.#placing--`,
    checks: ['caps'],
    seed: 16,
  },
  {
    name: 'the place of a call that is not dialled after all is not given back',
    file: 'dialer/line-pool.ts',
    find: `      [Symbol.dispose]: () => {
        placed()
        seat[Symbol.dispose]()`,
    put: `      [Symbol.dispose]: () => {
        seat[Symbol.dispose]()`,
    checks: ['idle'],
    seed: 3,
  },
  {
    name: 'a seat on a line is given back as soon as the exchange has taken up the order',
    file: 'dialer/line-pool.ts',
    find: `        pace.moveStart(load, startedAt)
        startedAt = undefined`,
    put: `        pace.moveStart(load, startedAt)
        startedAt = undefined
        seat[Symbol.dispose]()`,
    checks: ['caps'],
    seed: 1,
  },
  {
    name: 'what was dialled in the last minute is forgotten at a restart',
    file: 'dialer/line-pool.ts',
    find: 'this.#recent(minuteMs)',
    put: 'this.#recent(secondMs)',
    checks: ['caps'],
    seed: 19,
    contacts: 150,
  },
  {
    name: 'what was dialled today is forgotten at a restart',
    file: 'dialer/line-pool.ts',
    find: '{ start, count: dialledOn(number, start) }',
    put: '{ start, count: 0 }',
    checks: ['caps'],
    seed: 14,
  },
  {
    name: 'a sliding window lets one more begin than it may',
    file: 'dialer/starts.ts',
    find: 'this.#at.at(-limit)',
    put: 'this.#at.at(-limit - 1)',
    checks: ['caps'],
    seed: 2,
  },
  {
    name: 'somebody is rung once more in a day than the rules allow',
    file: 'dialer/permission.ts',
    find: 'record.timesRung(phone, today) >= perDay',
    put: 'record.timesRung(phone, today) > perDay',
    checks: ['ringing'],
    seed: 1,
  },
  {
    name: 'the do-not-call list is not looked at',
    file: 'dialer/permission.ts',
    find: "  if (record.isBarred(phone)) return { kind: 'never', why: 'do_not_call', because: 'on the do-not-call list' }\n",
    put: '',
    checks: ['ringing'],
    seed: 1,
  },
  {
    name: 'a pause is forgotten at a restart',
    file: 'app/control.ts',
    find: "if (paused !== undefined) gates.shut('paused', paused.because)",
    put: "if (paused === undefined) gates.open('paused')",
    checks: ['held'],
    seed: 62,
  },
  {
    name: 'dialing goes on while the phone of an operator rings',
    file: 'session/desk.ts',
    find: '    using _hold = this.#ports.holdDialing()\n',
    put: '',
    checks: ['held'],
    seed: 1,
  },
  {
    name: 'the hold on dialing is not let go when the operator has answered',
    file: 'session/desk.ts',
    find: 'using _hold = this.#ports.holdDialing()',
    put: 'const _hold = this.#ports.holdDialing()',
    checks: ['leaks', 'idle'],
    seed: 1,
  },
  {
    name: 'a gate on trial lets as many calls out as there is room for',
    file: 'dialer/dialer.ts',
    find: '    if (gates.trial && this.#isProbing) return lookMs\n',
    put: '',
    checks: ['held'],
    seed: 3,
  },
  {
    name: 'a panel that allows calls again is not believed',
    file: 'dialer/supply.ts',
    find: "    gates.open('panel')\n",
    put: '',
    checks: ['idle'],
    seed: 1,
  },
]
