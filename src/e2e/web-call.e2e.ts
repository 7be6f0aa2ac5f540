import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { type Day, daySchema } from '../web/api/contract.ts'
import { callSchema, callsFound, numberFound } from '../web/api/contract-calls.ts'
import { startBox } from './box.ts'
import { startEngine } from './engine.ts'
import { talker } from './rig/numbers.ts'
import { freePort } from './web/guarded-engine.ts'
import { Visitor } from './web/visitor.ts'

const lookMs = 200

test('a call on a real exchange is seen while it is up, and afterwards with its walked lines, its words and its voice', async () => {
  const signal = AbortSignal.timeout(90_000)
  const phone = talker({ says: ['no'] })
  await using box = await startBox({ company: 'sina' }, signal)
  const port = freePort()
  const engine = startEngine({
    args: ['--company', 'sina'],
    settings: { ...box.settings, STATIC_CONTACTS: phone, WEB_LISTEN: `127.0.0.1:${port}`, PANEL_BASE_URL: '' },
  })
  await using stack = new AsyncDisposableStack()
  stack.use(engine)
  stack.defer(() => rmSync(engine.folder, { recursive: true, force: true }))
  await engine.line(/ari\.up/, signal)
  const visitor = new Visitor(`http://127.0.0.1:${port}`)
  await visitor.know()
  const day = async (): Promise<Day> => daySchema.parse(await (await visitor.ask('GET', '/api/day')).json())

  let seen: Day['calls'][number] | undefined
  while (seen?.step === undefined) {
    seen = (await day()).calls[0]
    await Bun.sleep(lookMs)
  }
  expect(seen).toMatchObject({ direction: 'outbound', number: phone, scenario: 'sina' })
  const during = callSchema.parse(await (await visitor.ask('GET', `/api/calls/${seen.id}`)).json())
  expect(during.state).toBe('live')
  expect((await visitor.ask('GET', '/readyz')).status).toBe(200)

  await engine.line(/call\.ended/, signal)
  const { calls } = callsFound.parse(await (await visitor.ask('POST', '/api/calls/search', {})).json())
  expect(calls.map(({ id, number, disposition }) => [id, number, disposition])).toEqual([
    [seen.id, phone, 'not_interested'],
  ])
  const call = callSchema.parse(await (await visitor.ask('GET', `/api/calls/${seen.id}`)).json())
  expect(call).toMatchObject({
    state: 'over',
    disposition: 'not_interested',
    scenario: { name: 'sina', changed: false },
  })
  const lines = (call.scenario?.source ?? '').split('\n')
  const walked = call.trace.map(({ line }) => lines[line - 1] ?? '')
  expect(walked.length).toBeGreaterThan(1)
  for (const line of walked) expect(line).toMatch(/\S/)
  expect(call.turns.map(({ intent }) => intent)).toContain('no')
  expect(call.recordings.length).toBeGreaterThan(0)
  for (const { n, bytes, seconds = 0, enhanced } of call.recordings) {
    const sound = await visitor.ask('GET', `/api/calls/${call.id}/recordings/${n}${enhanced ? '/enhanced' : ''}`)
    const wav = await sound.bytes()
    expect([sound.status, new TextDecoder('latin1').decode(wav.slice(0, 4)), seconds > 0.2]).toEqual([
      200,
      'RIFF',
      true,
    ])
    if (!enhanced) expect(wav.byteLength).toBe(bytes)
  }
  const found = numberFound.parse(await (await visitor.ask('POST', '/api/numbers/search', { about: phone })).json())
  expect(found).toMatchObject({ kind: 'number', calls: [{ id: seen.id, disposition: 'not_interested' }] })

  const { services, outcomes } = await day()
  const service = (name: string) => services.find((each) => each.name === name)
  expect(service('asterisk')?.state).toBe('well')
  expect(service('recogniser')).toMatchObject({ state: 'well', failures: 0, served: expect.any(Number) })
  expect([outcomes.total, outcomes.totals]).toEqual([1, { not_interested: 1 }])
  const log = await (await visitor.ask('GET', '/api/logs')).text()
  expect([log.includes('call.ended'), log.includes(phone)]).toEqual([true, false])
}, 120_000)
