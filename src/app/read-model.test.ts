import { expect, test } from 'bun:test'
import { Gates, gateNames } from '../dialer/gates.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { LiveCall } from '../session/registry.ts'
import { Pause } from '../store/pause.ts'
import { SampleRows } from '../store/sample-rows.ts'
import { greeting } from '../testing/paper-plan.ts'
import { statusSchema } from '../web/status.ts'
import { gateAdvice } from './gate-advice.ts'
import { readModel, type StatusSources } from './read-model.ts'
import { openRecords, type Records } from './records.ts'

/** An engine on paper, whose clock begins at 11:30 in Tehran. */
class Engine implements Disposable {
  readonly rows = new SampleRows()
  readonly clock = new TestClock()
  readonly gates = new Gates(this.clock, () => undefined)
  readonly #records = openRecords(this.rows.folder) as Records

  status(sources: Partial<StatusSources> = {}) {
    return readModel({
      company: 'sina',
      zone: 'Asia/Tehran',
      startedAt: this.clock.now(),
      clock: this.clock,
      records: this.#records,
      plans: [greeting('plain')],
      gates: this.gates,
      limits: { outbound: 0, inbound: 0, perSecond: 3 },
      asterisk: () => ({ kind: 'up', version: '22.5.1', since: 0 }),
      lines: () => [],
      live: () => [],
      destinations: () => [],
      ...sources,
    })
  }

  [Symbol.dispose](): void {
    this.#records[Symbol.dispose]()
    this.rows[Symbol.dispose]()
  }
}

const live: LiveCall = {
  id: 'a1',
  direction: 'outbound',
  line: { number: '02155550001' },
  scenario: 'plain',
  startedAt: 5,
  phase: 'talking',
  step: { path: 'outbound[0]', line: 12 },
}

test('every gate is told of; one that is shut says since when, until when, and what opens it', () => {
  using engine = new Engine()
  engine.gates.shut('recogniser', 'its account is empty', engine.clock.now() + 1_800_000)
  const status = engine.status()
  expect(status.gates.map(({ name }) => name)).toEqual([...gateNames])
  expect(status.gates.filter(({ shut }) => shut !== undefined)).toEqual([
    {
      name: 'recogniser',
      shut: {
        because: 'its account is empty',
        since: engine.clock.now(),
        until: engine.clock.now() + 1_800_000,
        opens: `${gateAdvice.recogniser}; one call probes at 12:00`,
      },
    },
  ])
  expect(status.dialing).toEqual({ kind: 'held', text: 'Not dialing: recogniser: its account is empty' })
  expect(statusSchema.parse(status)).toEqual(status)
})

test('when its time has come a gate is on trial, which the status says', async () => {
  using engine = new Engine()
  engine.gates.shut('failures', '3 in a row', engine.clock.now() + 60_000)
  await engine.clock.advance(60_000)
  expect(engine.status()).toMatchObject({ trial: ['failures'], dialing: { kind: 'trial' } })
})

test('a pause began when somebody asked for it, not with this engine', () => {
  using engine = new Engine()
  new Pause(engine.rows.db).set('lunch', 1_000)
  engine.gates.shut('paused', 'lunch')
  const status = engine.status()
  expect(status.paused).toEqual({ because: 'lunch', since: 1_000 })
  expect(status.gates.find(({ name }) => name === 'paused')?.shut?.since).toBe(1_000)
})

test('of a call that is up the step is shown, and of its number the last four digits', () => {
  using engine = new Engine()
  engine.rows.attempt()
  const { step: _step, ...unknown } = { ...live, id: 'a2' }
  const status = engine.status({ live: () => [live, unknown] })
  expect(status.liveCalls).toMatchObject([
    { number: '…0001', phase: 'talking', step: { file: greeting('plain').file, line: 12, path: 'outbound[0]' } },
    { id: 'a2', number: '…' },
  ])
  expect(JSON.stringify(status)).not.toContain('09350000001')
})

test('an Asterisk that is out of reach says why', () => {
  using engine = new Engine()
  const refused = { kind: 'refused', because: 'password', message: 'the password is wrong', since: 0 } as const
  expect(engine.status({ asterisk: () => refused }).asterisk).toEqual({ up: false, message: 'the password is wrong' })
})
