import type { PlantedFault } from '../planted-fault.ts'

/** On the way of reports to the panel. */
export const reportFaults: readonly PlantedFault[] = [
  {
    name: 'a report is dropped when the panel answers with an error of its own',
    file: 'report/lane.ts',
    find: "    if (delivery.kind === 'delivered') {\n      this.#ports.outbox.delivered(row.id)",
    put: "    if (delivery.kind !== 'refused') {\n      this.#ports.outbox.delivered(row.id)",
    checks: ['facts'],
    seed: 5,
  },
  {
    name: 'a report is sent again under another key',
    file: 'report/lane.ts',
    find: '{ key: row.key, body: row.body }',
    put: "{ key: row.key + '-' + row.attempts, body: row.body }",
    checks: ['facts'],
    seed: 72,
  },
  {
    name: 'reports are set aside when the panel does not know our token for a while',
    file: 'panel/delivery.ts',
    find: "return { kind: 'misconfigured', because: failure.because }",
    put: "return { kind: 'refused', because: failure.because }",
    checks: ['facts'],
    seed: 23,
  },
  {
    name: 'a destination that failed is left alone until a time on the wrong clock',
    file: 'report/destination.ts',
    find: 'this.#openAtMs = this.#clock.elapsed() + waitMs',
    put: 'this.#openAtMs = this.#clock.now() + waitMs',
    checks: ['facts', 'reporting'],
    seed: 3,
    contacts: 15,
  },
]
