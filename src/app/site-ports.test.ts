import { expect, test } from 'bun:test'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pause } from '../store/pause.ts'
import { sampleRecord } from '../store/sample-record.ts'
import { sampleNow } from '../store/sample-rows.ts'
import { ScenarioTexts } from '../store/scenario-texts.ts'
import { greeting } from '../testing/paper-plan.ts'
import { callSchema } from '../web/api/contract-calls.ts'
import { figuresText } from '../web/machines/figures.ts'
import { PaperEngine } from './paper-engine.ts'

test('the day at a glance says who is on the phone, on which step, and what holds dialing', async () => {
  using paper = new PaperEngine()
  paper.rows.contact({ state: 'reserved' })
  paper.rows.attempt()
  paper.registry
    .enter({
      id: 'a1',
      direction: 'outbound',
      line: { number: '02155550001' },
      scenario: 'sina',
      startedAt: 7,
      phase: 'ringing',
    })
    .update({ phase: 'talking', step: { path: 'outbound[0]', line: 12 } })
  new Pause(paper.rows.db).set('lunch', sampleNow)
  paper.gates.shut('paused', 'lunch')
  paper.gates.shut('window', 'it is late', sampleNow + 3_600_400)
  const { engine, calls, lines, queue, outbox, services } = await paper.day()
  expect(engine.dialing).toEqual({ kind: 'held', text: expect.stringContaining('lunch') })
  expect(engine.gates.map(({ name, until }) => [name, until])).toEqual([
    ['window', sampleNow + 3_600_000],
    ['paused', undefined],
  ])
  expect(engine.paused).toEqual({ because: 'lunch', since: sampleNow })
  expect(calls).toEqual([
    {
      ...{ id: 'a1', direction: 'outbound', number: '09350000001', line: '02155550001', scenario: 'sina' },
      ...{ phase: 'talking', step: { file: greeting('sina').file, line: 12, path: 'outbound[0]' }, since: 7 },
    },
  ])
  expect([lines[0]?.title, queue.onPhone, outbox.destinations[0]?.until]).toEqual(['one', 1, 10_000])
  expect(services[0]).toMatchObject({ name: 'asterisk', state: 'well' })
})

test('the ends of today are those of the day in the zone of the company', async () => {
  using paper = new PaperEngine()
  const midnight = Date.UTC(2026, 0, 4, 20, 30)
  for (const [id, endedAt] of [
    ['y', midnight - 1],
    ['a', midnight],
    ['b', midnight + 60_000],
    ['c', sampleNow],
  ] as const) {
    paper.rows.call(sampleRecord({ id, endedAt, outcome: { disposition: 'busy' } }))
  }
  const { outcomes } = await paper.day()
  expect(outcomes).toEqual({
    ...{
      day: '2026-01-05',
      start: midnight,
      end: midnight + 86_400_000,
      bucketMs: 900_000,
      total: 3,
      totals: { busy: 3 },
    },
    series: [
      { at: midnight, counts: { busy: 2 } },
      { at: sampleNow, counts: { busy: 1 } },
    ],
  })
  const { day } = paper.ports()
  expect([day.outcomes('2026-01-04')?.total, day.outcomes('2026-02-30')]).toEqual([1, undefined])
})

test('a call is told with the text it walked, also when the scenario is another one by now', () => {
  using paper = new PaperEngine()
  const plan = greeting('sina')
  paper.rows.call(sampleRecord({ id: 'c1', scenario: { name: 'sina', hash: plan.hash } }))
  paper.rows.call(sampleRecord({ id: 'c2', scenario: { name: 'sina', hash: 'older' } }))
  paper.rows.call(sampleRecord({ id: 'c3', scenario: { name: 'sina', hash: 'lost' } }))
  new ScenarioTexts(paper.rows.db).keep([{ hash: 'older', name: 'sina', file: 'sina.yaml', source: 'as it was' }])
  paper.rows.report({ key: 'c1', state: 'set_aside', why: 'HTTP 422' })
  const { calls } = paper.ports()
  const told = (id: string) => callSchema.parse(calls.find(id))
  expect(told('c1').scenario).toMatchObject({ source: plan.source, changed: false })
  expect(told('c2').scenario).toMatchObject({ source: 'as it was', file: 'sina.yaml', changed: true })
  expect([told('c3').scenario?.source, told('c3').scenario?.changed]).toEqual([undefined, true])
  expect(told('c1')).toMatchObject({
    ...{ state: 'over', disposition: 'not_interested', endedBy: 'us', hangup: { cause: 16 } },
    reports: [{ state: 'set_aside', status: 'NOT_INTERESTED', why: 'HTTP 422' }],
  })
  expect([told('c1').turns.length, told('c1').trace.map(({ line }) => line)]).toEqual([3, [12, 20]])
  expect(calls.find('unknown-call')).toBeUndefined()
})

test('an attempt is told whether it is up, open, or never rang', () => {
  using paper = new PaperEngine()
  for (const [id, state] of [
    ['up1', 'open'],
    ['open1', 'open'],
    ['void1', 'void'],
  ] as const)
    paper.rows.attempt({ id, state, contact_id: id })
  paper.registry.enter({
    id: 'up1',
    direction: 'outbound',
    line: { number: '1' },
    scenario: 'sina',
    startedAt: 7,
    phase: 'ringing',
  })
  const { calls } = paper.ports()
  expect(['up1', 'open1', 'void1'].map((id) => calls.find(id)?.state)).toEqual(['live', 'open', 'void'])
})

test('recordings are those of the call, and never what a link outside the folder leads to', async () => {
  using paper = new PaperEngine()
  paper.rows.call(sampleRecord({ id: 'c1' }))
  const folder = join(paper.rows.folder, 'recording')
  for (const each of ['salehi', 'enhanced/salehi']) mkdirSync(join(folder, each), { recursive: true })
  const header = Buffer.alloc(44)
  header.write('RIFF')
  header.writeUInt32LE(16_000, 28)
  for (const name of ['salehi/c1-1', 'salehi/c1-3', 'enhanced/salehi/c1-3', 'salehi/c1-30', 'salehi/c11-2']) {
    writeFileSync(join(folder, `${name}.wav`), Buffer.concat([header, Buffer.alloc(24_000)]))
  }
  symlinkSync('/etc/hostname', join(folder, 'salehi/c1-2.wav'))
  const { calls } = paper.ports()
  expect(calls.find('c1')?.recordings).toEqual([
    { n: 1, bytes: 24_044, seconds: 1.5, enhanced: false },
    { n: 3, bytes: 24_044, seconds: 1.5, enhanced: true },
  ])
  expect(await calls.recording('c1', 3, true)).toEndWith('enhanced/salehi/c1-3.wav')
  for (const [id, n, enhanced] of [
    ['c1', 2, false],
    ['c1', 1, true],
    ['c11', 2, false],
    ['../salehi/c1', 1, false],
  ] as const) {
    expect(await calls.recording(id, n, enhanced)).toBeUndefined()
  }
})

test('an engine is ready while it could dial and answer: rest by the clock or by hand is no fault', () => {
  using paper = new PaperEngine()
  const { readiness } = paper.ports()
  for (const gate of ['window', 'paused', 'panel', 'operator'] as const) paper.gates.shut(gate, 'rest')
  expect(readiness().reasons).toEqual([])
  for (const gate of ['disk', 'trunk', 'leftover', 'draining'] as const) {
    paper.gates.shut(gate, `no ${gate}`)
    expect(readiness().reasons).toEqual([{ name: gate, because: `no ${gate}` }])
    paper.gates.open(gate)
  }
  const down = paper.ports({ asterisk: () => ({ kind: 'down', message: 'refused', since: 1 }), lines: () => [] })
  expect(down.readiness().reasons.map(({ name }) => name)).toEqual(['asterisk', 'lines'])
  paper.records[Symbol.dispose]()
  expect(readiness().reasons.map(({ name }) => name)).toEqual(['database'])
})

test('the figures say how the day goes, in numbers that are nobody’s', async () => {
  using paper = new PaperEngine()
  for (const [id, disposition] of [
    ['1', 'connected'],
    ['2', 'disconnected'],
    ['3', 'busy'],
    ['4', 'no_answer'],
  ] as const) {
    paper.rows.call(sampleRecord({ id, outcome: { disposition }, endedAt: sampleNow }))
  }
  const text = figuresText(paper.ports().figures(await paper.day()))
  for (const line of [
    'salehi_asterisk_up 1',
    'salehi_calls_ended_total{disposition="busy"} 1',
    'salehi_answer_seizure_ratio 0.5',
    'salehi_abandon_ratio 0.5',
    'salehi_agents{state="busy"} 1',
    'salehi_line_calls{line="1"} 1',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).not.toMatch(/0935|0215/)
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/)
})
