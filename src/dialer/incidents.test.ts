import { expect, test } from 'bun:test'
import type { Outgoing } from '../domain/outgoing.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { Log } from '../kernel/log.ts'
import { silentLog } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { mendedText, stoppedText } from './alert-text.ts'
import { Gates, gateNames } from './gates.ts'
import { type IncidentGate, IncidentWatch, incidentGates } from './incidents.ts'
import type { Incident, IncidentBook } from './ports.ts'

const admins = ['09121111111', '09122222222'] as PhoneNumber[]
const minute = 60_000

/** The durable side on paper: outlives a watch as the store does. */
class PaperBook implements IncidentBook {
  readonly all: (Incident & { closedAt?: number })[] = []
  readonly owed: Outgoing[] = []
  broken = false

  open(incident: Omit<Incident, 'id'>, owed: (written: Incident) => readonly Outgoing[]): Incident {
    if (this.broken) throw new Error('disk I/O error')
    const written = { ...incident, id: this.all.length + 1 }
    this.all.push(written)
    this.owed.push(...owed(written))
    return written
  }

  close(id: number, at: number, owed: readonly Outgoing[]): void {
    const incident = this.all.find((each) => each.id === id)
    if (incident === undefined) throw new Error('there is no such incident')
    incident.closedAt = at
    this.owed.push(...owed)
  }

  openIncidents(): readonly Incident[] {
    return this.all.filter(({ closedAt }) => closedAt === undefined)
  }

  get texts(): readonly string[] {
    return this.owed.map(({ body }) => (JSON.parse(body) as { readonly text: string }).text)
  }
}

interface Day extends AsyncDisposable {
  readonly gates: Gates
}

/** A run of the engine from its start to its end. */
function running(book: PaperBook, clock: TestClock, log: Log = silentLog, hasSms = true): Day {
  const gates: Gates = new Gates(clock, (gate, shut) => watch.changed(gate, shut))
  const watch = new IncidentWatch({
    book,
    gates,
    clock,
    log,
    ...(hasSms ? { alerts: { company: 'سینا', admins } } : {}),
  })
  const scope = new Scope(new AbortController().signal)
  scope.spawn((signal) => watch.run(signal))
  return { gates, [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose]() }
}

const stoppedOnce = [stoppedText('سینا', 'recogniser')]
const toldBoth = [...stoppedOnce, mendedText('سینا', 'recogniser')]

test('a service that stops dialing is told once to everyone, and once more when it has been well for ten minutes', async () => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  await using day = running(book, clock)
  await clock.advance(minute)
  const openedAt = clock.now()
  day.gates.shut('recogniser', 'its account is empty', openedAt + minute)
  await clock.advance(0)
  expect(book.all).toEqual([{ id: 1, kind: 'recogniser', because: 'its account is empty', openedAt }])
  expect(book.owed).toMatchObject([{ kind: 'sms.alert', key: 'incident-1-stopped' }])
  expect(JSON.parse(book.owed[0]?.body ?? '')).toEqual({ to: admins, text: stoppedOnce[0], owedAt: openedAt })
  await clock.advance(5 * minute)
  day.gates.open('recogniser')
  const mendedAt = clock.now()
  await clock.advance(10 * minute - 1)
  expect(book.texts).toEqual(stoppedOnce)
  await clock.advance(6_000)
  expect(book.texts).toEqual(toldBoth)
  expect(book.all[0]?.closedAt).toBe(mendedAt)
  await clock.advance(60 * minute)
  expect(book.texts).toEqual(toldBoth)
})

test('one that comes and goes is one incident, told twice in all', async () => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  await using day = running(book, clock)
  for (let time = 0; time < 10; time++) {
    day.gates.shut('recogniser', `its account is empty, ${time}`)
    await clock.advance(minute)
    day.gates.open('recogniser')
    await clock.advance(9 * minute)
  }
  expect(book.texts).toEqual(stoppedOnce)
  await clock.advance(2 * minute)
  expect([book.texts, book.all.length]).toEqual([toldBoth, 1])
  day.gates.shut('recogniser', 'its account is empty')
  await clock.advance(0)
  expect(book.all).toHaveLength(2)
  expect(book.owed.at(-1)?.key).toBe('incident-2-stopped')
})

test('a gate that is only on trial is not mended, however long nobody tries it', async () => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  await using day = running(book, clock)
  day.gates.shut('recogniser', 'its account is empty', clock.now() + minute)
  await clock.advance(minute)
  expect(day.gates.closed).toEqual([])
  await clock.advance(600 * minute)
  expect(book.texts).toEqual(stoppedOnce)
  day.gates.passTrial('recogniser')
  await clock.advance(11 * minute)
  expect(book.texts).toEqual(toldBoth)
})

test('an incident that is open over a restart is not told twice', async () => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  {
    await using day = running(book, clock)
    day.gates.shut('recogniser', 'its account is empty')
    await clock.advance(minute)
  }
  {
    await using day = running(book, clock)
    day.gates.shut('recogniser', 'its account is empty')
    await clock.advance(minute)
    expect(book.texts).toEqual(stoppedOnce)
  }
  {
    await using day = running(book, clock)
    day.gates.try('recogniser')
    await clock.advance(60 * minute)
    expect(book.texts).toEqual(stoppedOnce)
  }
  await using _well = running(book, clock)
  await clock.advance(11 * minute)
  expect([book.texts, book.all.length]).toEqual([toldBoth, 1])
})

test.each([
  ['asterisk', 60_000],
  ['trunk', 90_000],
] as const)('the gate «%s» that opens by itself before %p ms is no incident', async (gate, graceMs) => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  await using day = running(book, clock)
  for (let time = 0; time < 3; time++) {
    day.gates.shut(gate, 'it does not answer')
    await clock.advance(graceMs - 1_000)
    day.gates.open(gate)
    await clock.advance(1_000)
  }
  expect(book.all).toEqual([])
  const shutAt = clock.now()
  day.gates.shut(gate, 'it does not answer')
  await clock.advance(graceMs / 2)
  day.gates.shut(gate, 'another reason')
  await clock.advance(graceMs / 2 + 5_000)
  expect(book.all).toMatchObject([{ kind: gate, openedAt: shutAt }])
})

test('what people want or the clock brings is no incident', async () => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  await using day = running(book, clock)
  const needNobody = gateNames.filter((gate) => !incidentGates.some((each) => each === gate))
  for (const gate of needNobody) day.gates.shut(gate, 'so it is')
  await clock.advance(60 * minute)
  expect([needNobody.includes('window'), book.all]).toEqual([true, []])
})

test('without SMS settings nothing is owed; the incident is kept and the log asks for a person', async () => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  const told: unknown[] = []
  const log: Log = { ...silentLog, error: (event, _message, fields) => void told.push([event, fields?.['gate']]) }
  await using day = running(book, clock, log, false)
  day.gates.shut('llm', 'its account is empty')
  await clock.advance(0)
  day.gates.open('llm')
  await clock.advance(11 * minute)
  expect(book.all).toMatchObject([{ kind: 'llm', closedAt: expect.any(Number) }])
  expect([book.owed, told]).toEqual([[], [['incident.open', 'llm']]])
})

test('a store that cannot be written hurts nobody who shuts a gate; it is tried again, and told once', async () => {
  const [book, clock] = [new PaperBook(), new TestClock()]
  const told: string[] = []
  const log: Log = { ...silentLog, error: (event) => void told.push(event) }
  await using day = running(book, clock, log)
  book.broken = true
  day.gates.shut('recogniser', 'its account is empty')
  await clock.advance(minute)
  expect([book.all, told]).toEqual([[], ['incident.unwritten']])
  book.broken = false
  await clock.advance(5_000)
  expect([book.texts, told]).toEqual([stoppedOnce, ['incident.unwritten', 'incident.open']])
})

test.each(incidentGates.map((gate) => [gate] as const))(
  'the texts about «%s» fit into two SMS',
  (gate: IncidentGate) => {
    const name = 'شرکت بازرگانی نمونه‌ی بسیار بلند و طولانی ایرانیان'
    for (const text of [stoppedText(name, gate), mendedText(name, gate)]) {
      expect(text.length).toBeLessThanOrEqual(134)
      expect(text).toStartWith('شرکت بازرگانی نمونه')
    }
  },
)
