import type { Database } from 'bun:sqlite'
import { openSync, writeSync } from 'node:fs'
import type { Contact, ContactSource } from '../../../domain/contact.ts'
import type { PhoneNumber } from '../../../domain/phone-number.ts'
import type { CallRecord } from '../../../domain/record.ts'
import { countingIds, type Ids } from '../../../kernel/ids.ts'
import { silentLog } from '../../../kernel/log.ts'
import { type Random, seededRandom } from '../../../kernel/random.ts'
import { TestClock } from '../../../kernel/test-clock.ts'
import { OutboxWorker } from '../../../report/outbox-worker.ts'
import type { Deliver, Delivery } from '../../../report/ports.ts'
import { openDatabase } from '../../../store/database.ts'
import { ImportStaging } from '../../../store/import-staging.ts'
import { StoredLiveCalls } from '../../../store/live-calls.ts'
import { sampleRecord } from '../../../store/sample-record.ts'
import { Store } from '../../../store/store.ts'

/** What is made wrong on purpose, to see that it is found. */
export const plantedFaults = [
  'no sync',
  'sync at checkpoints only',
  'dialled before it is written',
  'acknowledged before taken',
] as const
export type PlantedFault = (typeof plantedFaults)[number] | 'none'

/** Effects on the world outside, each written before or after the fact as the engine does it: `dial ID CONTACT`, `taken KEY KIND`, … */
export const markerWords = [
  'dial',
  'noted',
  'release',
  'record',
  'again',
  'taken',
  'refused',
  'alarm',
  'listed',
  'unlisted',
] as const
export type MarkerWord = (typeof markerWords)[number]

/** Whoever may be rung. */
export const sources: readonly ContactSource[] = ['panel', 'import', 'manual']

/** People on a list from a file: more than one step of its writing takes. */
const listed = 600
const batch = 12
const never = new AbortController().signal

/**
 * A day of the store in a hurry, with everything that leaves the process written to a second file in the same order: what
 * a disk would hold at any instant can then be compared with what the world had seen.
 */
export class Writer {
  readonly #db: Database
  readonly #store: Store
  readonly #live: StoredLiveCalls
  readonly #rowIds: Ids = countingIds()
  readonly #clock = new TestClock()
  readonly #random: Random
  readonly #fault: PlantedFault
  readonly #markers: number
  readonly #worker: OutboxWorker
  readonly #up: CallRecord[] = []
  readonly #noted = new Set<string>()
  #ids = 0
  #contacts = 0
  #lists = 0

  constructor(database: string, markers: string, seed: number, fault: PlantedFault) {
    const db = openDatabase(database)
    if (fault === 'no sync') db.run('PRAGMA synchronous = OFF')
    if (fault === 'sync at checkpoints only') db.run('PRAGMA synchronous = NORMAL')
    this.#db = db
    this.#store = new Store(db, this.#clock)
    this.#live = new StoredLiveCalls(db)
    this.#markers = openSync(markers, 'a')
    this.#random = seededRandom(seed)
    this.#fault = fault
    const take =
      (kind: string): Deliver =>
      ({ key }) =>
        this.#deliver(key, kind)
    const deliver = { 'panel.report': take('panel.report'), 'sms.alert': take('sms.alert') }
    const ports = { clock: this.#clock, random: this.#random, log: silentLog }
    this.#worker = new OutboxWorker({ ...ports, outbox: this.#store.outbox, deliver })
  }

  /** Goes on until so many calls are recorded; the database is left as a crash would leave it. */
  async write(calls: number): Promise<void> {
    this.#store.takeBack()
    for (let recorded = 0; recorded < calls; ) {
      await this.#clock.advance(1_000)
      if (this.#store.contacts.nextDueAt(sources) === undefined) this.#fill()
      if (this.#up.length < 3) this.#dial()
      else if (this.#end()) recorded++
      if (this.#chance(0.5)) await this.#report()
      if (this.#chance(0.03)) this.#alarm()
      if (recorded === Math.floor(calls / 2) && this.#lists === 0) this.#import()
    }
  }

  #say(word: MarkerWord, ...rest: readonly string[]): void {
    writeSync(this.#markers, `${[word, ...rest].join(' ')}\n`)
  }

  #chance(share: number): boolean {
    return this.#random() < share
  }

  /** New numbers, and some the panel sends again. */
  #fill(): void {
    const first = Math.max(0, this.#contacts - 3)
    this.#contacts += batch
    const numbers = Array.from({ length: this.#contacts - first }, (_, at) => first + at)
    const contacts = numbers.map((n): Contact => {
      const phone = `0935${String(n).padStart(7, '0')}` as PhoneNumber
      return { id: `panel:${n}`, phone, source: 'panel', panelId: n, fields: { name: 'مریم' } }
    })
    // Sent again: a new attempt, where the report of the last was taken.
    for (const { id } of contacts.slice(0, -batch)) this.#say('again', '-', id)
    this.#store.lists.admit(contacts)
  }

  #dial(): void {
    const { contacts } = this.#store
    const now = this.#clock.now()
    const due = contacts.next(now, sources)
    if (due === undefined) return
    const { contact } = due
    if (this.#chance(0.05)) {
      contacts.postpone(contact.id, now + 60_000, 'not now')
      return
    }
    const call = sampleRecord({ id: `a${this.#ids++}`, contact, attemptedAt: now, endedAt: now + 20_000 })
    const { id, line, scenario } = call
    if (this.#fault === 'dialled before it is written') this.#say('dial', id, contact.id)
    if (!contacts.dialing({ id, contact, line, scenario, at: now }, () => true)) return
    if (this.#fault !== 'dialled before it is written') this.#say('dial', id, contact.id)
    this.#up.push(call)
    if (this.#chance(0.5)) this.#note(call)
  }

  /** It was answered, and so far it has come. */
  #note(call: CallRecord): void {
    const { endedAt: at, endedBy: _by, hangup: _hangup, yesToHangupMs: _ms, ...soFar } = call
    this.#live.note({ at, soFar })
    this.#say('noted', call.id)
    this.#noted.add(call.id)
  }

  /** One of the calls ends; false when it comes to nothing because nobody's phone rang. */
  #end(): boolean {
    const [call] = this.#up.splice(Math.floor(this.#random() * this.#up.length), 1)
    if (call === undefined) return false
    const { id, contact } = call
    if (!this.#noted.has(id) && this.#chance(0.2)) {
      this.#say('release', id, contact.id)
      this.#store.contacts.release(contact.id, this.#clock.now() + 5_000)
      return false
    }
    const again = this.#chance(0.1)
    if (again) this.#say('again', id, contact.id)
    const disposition = this.#chance(0.1) ? 'complained' : 'no_answer'
    const report = { kind: 'panel.report', key: id, body: JSON.stringify({ id, disposition }) } as const
    const record = { ...call, outcome: { disposition } } as const
    this.#store.recordCall(record, [report], () => (again ? this.#clock.now() + 30_000 : undefined))
    this.#say('record', id, contact.id)
    return true
  }

  /** Something needs a person, and later no more. */
  #alarm(): void {
    const { incidents } = this.#store
    const owed = (id: number, what: string) => [{ kind: 'sms.alert', key: `${id}-${what}`, body: '{}' } as const]
    const [open] = incidents.openIncidents()
    const incident = { kind: 'disk', because: 'the disk is full', openedAt: this.#clock.now() } as const
    if (open !== undefined) incidents.close(open.id, this.#clock.now(), owed(open.id, 'over'))
    const { id } = open ?? incidents.open(incident, (written) => owed(written.id, 'began'))
    this.#say('alarm', `${id}-${open === undefined ? 'began' : 'over'}`)
  }

  /** A list from a file, and one that is taken back. */
  #import(): void {
    for (const end of ['listed', 'unlisted'] as const) {
      const { imports } = this.#store
      const staging = new ImportStaging(this.#db, this.#rowIds)
      const first = listed * this.#lists++
      for (let row = 0; row < listed; row++) {
        const phone = `0936${String(first + row).padStart(7, '0')}` as PhoneNumber
        staging.add({ row, value: phone, person: { phone, fields: {} } })
      }
      const { taken } = staging.judge()
      const id = imports.begin('list.csv', listed)
      for (let step = imports.add(id, -1); step !== undefined; step = imports.add(id, step.last));
      imports.open(id, taken)
      this.#say('listed', String(id), String(taken))
      if (end === 'listed') continue
      imports.undo(id)
      this.#say('unlisted', String(id))
      while (imports.sweep() > 0);
    }
  }

  async #report(): Promise<void> {
    const draining = this.#worker.drain(60_000, never)
    await this.#clock.advance(0)
    await draining
  }

  async #deliver(key: string, kind: string): Promise<Delivery> {
    await Promise.resolve()
    if (this.#chance(0.1)) return { kind: 'unavailable', because: 'HTTP 503' }
    if (this.#chance(0.03)) {
      this.#say('refused', key, kind)
      return { kind: 'refused', because: 'HTTP 422' }
    }
    if (this.#fault !== 'acknowledged before taken') this.#say('taken', key, kind)
    return { kind: 'delivered' }
  }
}

if (import.meta.main) {
  const [database = '', markers = '', seed = '1', calls = '100', fault = 'none'] = process.argv.slice(2)
  await new Writer(database, markers, Number(seed), fault as PlantedFault).write(Number(calls))
  process.kill(process.pid, 'SIGKILL')
}
