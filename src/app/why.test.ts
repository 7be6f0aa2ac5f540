import { expect, test } from 'bun:test'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { sampleRecord } from '../store/sample-record.ts'
import { SampleRows, sampleNow } from '../store/sample-rows.ts'
import { sampleStatus } from '../web/sample-status.ts'
import type { Story } from '../web/story.ts'
import { openRecords, type Records } from './records.ts'
import type { Telling } from './story-of.ts'
import { whyOf } from './why.ts'

const phone = '09350000001'
const id = '019b8d3a00007000800000000000000a'

/** A store, and what is told of it. */
class Told implements Disposable {
  readonly rows = new SampleRows()
  readonly #records = openRecords(this.rows.folder) as Records

  why(about: string, telling: Partial<Telling> = {}) {
    const fileOf = (name: string) => (name === 'sina' ? 'scenarios/sina/sina.yaml' : undefined)
    return whyOf(about, 'IR', this.#records, { zone: 'Asia/Tehran', now: sampleNow + 3_600_000, fileOf, ...telling })
  }

  story(about = phone, telling: Partial<Telling> = {}): Story {
    const why = this.why(about, telling)
    if (why.kind !== 'story') throw new Error(JSON.stringify(why))
    return why.story
  }

  [Symbol.dispose](): void {
    this.#records[Symbol.dispose]()
    this.rows[Symbol.dispose]()
  }
}

const texts = ({ events }: Story): readonly string[] => events.map(({ text }) => text)

test('the story of a number goes from the list over its call, step by step, to the report, and says what comes next', () => {
  using told = new Told()
  told.rows.contact({ state: 'done' })
  told.rows.attempt({ id, state: 'recorded' })
  told.rows.call(sampleRecord({ id }))
  told.rows.report({ key: id })
  const story = told.story('+98 935 000 0001')
  expect(texts(story)).toEqual([
    'on the list: a number of the panel, its id 7',
    `rung over line 02155550001, scenario sina (call ${id})`,
    'answered after 5 s',
    'scenarios/sina/sina.yaml:12  outbound[0] → no',
    'said «بله؟» → unknown (by the language model)',
    'said nothing → no_input',
    'said «نه» → no (by rule)',
    'scenarios/sina/sina.yaml:20  outbound[0].on.no[0] → finished',
    'ended by us after 15 s of talk: The customer said no. (not_interested) cause 16: hung up in the ordinary way.',
    'reported to the panel as NOT_INTERESTED',
  ])
  const times = story.events.flatMap(({ at }) => at ?? [])
  expect(times).toEqual(times.toSorted((one, other) => one - other))
  expect(story.next).toEqual(['will not be called again: it has its result, and only the panel can send it again'])
})

test('why nobody’s phone rang, and why it is not called now', () => {
  using told = new Told()
  const dueAt = sampleNow + 7_200_000
  told.rows.contact({ technical: 2, because: 'the trunk is down', due_at: dueAt, changed_at: sampleNow + 100 })
  told.rows.attempt({ state: 'void' })
  const story = told.story()
  expect(texts(story).slice(-2)).toEqual([
    'could not be placed: nobody’s phone rang',
    'put back on the list: the trunk is down (2 in a row could not be placed)',
  ])
  expect(story.next).toEqual(['next attempt not before 13:30: the trunk is down'])
})

test('one that is due says what holds dialing', () => {
  using told = new Told()
  told.rows.contact({})
  expect(told.story().next).toEqual(['waits for its call: salehi does not run'])
  const dialing = { kind: 'held', text: 'Not dialing: paused: lunch' } as const
  expect(told.story(phone, { status: sampleStatus({ dialing }) }).next).toEqual([
    'waits for its call: due now. Not dialing: paused: lunch',
  ])
})

test.each([
  ['spoken', { call_id: 'c9' }, 'asked for on 2026-01-05 in call c9'],
  ['manual', { note: 'by letter' }, 'entered by hand on 2026-01-05 (by letter)'],
  ['file', {}, 'from a list read on 2026-01-05'],
  ['panel', {}, 'the panel said so on 2026-01-05'],
])('a number barred (%s) is never called again, and the story says how it came to that', (source, row, words) => {
  using told = new Told()
  told.rows.contact({ source: 'static', state: 'done', report_key: 'b1' })
  told.rows.report({ key: 'b1', body: '{"status":"COMPLAINED"}', state: 'waiting', attempts: 2, why: 'no answer' })
  told.rows.insert('do_not_call', { phone, since: sampleNow, source, ...row })
  const story = told.story()
  expect(texts(story)).toContain(`on the do-not-call list: ${words}`)
  expect(texts(story)).toContain('its report as COMPLAINED waits to be sent, tried 2 times: no answer')
  expect(story.next).toEqual([`will not be called again: on the do-not-call list, ${words}`])
})

test('while a call is up its story stands at the step it has come to', () => {
  using told = new Told()
  told.rows.contact({ state: 'reserved' })
  told.rows.attempt({ id })
  const { turns, trace, answeredAt } = sampleRecord()
  const progress = { turns: turns.slice(0, 1), trace: trace.slice(0, 1), answeredAt }
  told.rows.insert('live_calls', { id, at: sampleNow + 9_500, progress_json: JSON.stringify({ soFar: progress }) })
  const live = told.story(phone, { status: sampleStatus() })
  expect(texts(live).slice(-3)).toEqual([
    'scenarios/sina/sina.yaml:12  outbound[0] → no',
    'said «بله؟» → unknown (by the language model)',
    'it is on the phone now, at scenarios/sina/sina.yaml:12  outbound[0]',
  ])
  expect(live.next).toEqual(['it is on the phone now'])
  const dead = told.story()
  expect(texts(dead).at(-1)).toContain('the next start of salehi settles it')
  expect(dead.next).toEqual(['was being called when salehi ended: the next start settles it'])
})

test('a call is found by how its id begins, and told by itself', () => {
  using told = new Told()
  told.rows.contact({ source: 'import', state: 'set_aside', because: 'not_placed' })
  for (const each of [id, `${id.slice(0, 20)}ffffffffffff`]) told.rows.attempt({ id: each, state: 'recorded' })
  told.rows.call(sampleRecord({ id, outcome: { disposition: 'busy' }, hangup: { cause: 17, techCause: 486 } }))
  expect(told.why(id.slice(0, 8))).toMatchObject({ kind: 'several', calls: [{ id }, {}] })
  const story = told.story(id.slice(0, 31).toUpperCase())
  expect(story.title).toBe(`call ${id}, number ${phone}`)
  expect(texts(story)[0]).toContain('rung over line')
  expect(texts(story).at(-1)).toContain('The line was busy. (busy) cause 17 (SIP 486): the line was busy.')
  expect(story.next).toEqual([
    'will not be called again: set aside, not_placed ("salehi contacts reset" lets it wait again)',
  ])
})

test('a list that was taken back calls nobody', () => {
  using told = new Told()
  told.rows.insert('imports', { id: 3, file: 'march.csv', at: 1, rows: 1, taken: 1, undone_at: sampleNow })
  told.rows.contact({ source: 'import', import_id: 3 })
  expect(texts(told.story())).toEqual([
    'on the list: imported from march.csv (list 3)',
    'its list was taken back (list 3)',
  ])
  expect(told.story().next).toEqual(['will not be called: its list was taken back'])
})

test('who rang us has a story too', () => {
  using told = new Told()
  const contact = { id: 'c', phone: phone as PhoneNumber, source: 'manual', fields: {} } as const
  told.rows.call(
    sampleRecord({ id, direction: 'inbound', contact, outcome: { disposition: 'inbound_call', detail: 'connected' } }),
  )
  const story = told.story()
  expect(texts(story)[0]).toBe(`they rang us on line 02155550001, scenario sina (call ${id})`)
  expect(story.next).toEqual(['will not be called: it stands on no list'])
})

test.each([
  ['09120000099', 'never on a list'],
  ['abcdef', 'write a phone number'],
  ['deadbeef99', 'no such call is known'],
])('%s is unknown, and the answer says what to write', (about, words) => {
  using told = new Told()
  expect(told.why(about)).toEqual({ kind: 'unknown', advice: expect.stringContaining(words) })
})
