import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { PanelFault } from '../testing/services/panel.ts'
import { startBox } from './box.ts'
import { ended, started } from './incidents/started.ts'
import { callWith, reportOf } from './incidents/told.ts'
import { manner } from './rig/numbers.ts'

const limitMs = 60_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)
const on = 'report-result'

describe.concurrent('a report the panel does not take at once', () => {
  test.each<[string, readonly PanelFault[], number]>([
    ['because it fails and then hangs', [{ fault: 'server_error' }, { fault: 'hang' }], 1],
    ['because the connection breaks', [{ fault: 'cut' }, { fault: 'bad_gateway' }], 1],
    ['but whose answer is lost', [{ fault: 'lost_answer' }], 2],
    ['but whose answer never comes', [{ fault: 'lost_answer', how: 'silence' }], 2],
    ['because it asks for patience', [{ fault: 'rate_limit', retryAfterS: 3 }], 1],
  ])('%s is sent again, byte for byte under the same key', async (_case, faults, taken) => {
    const signal = limit()
    const phone = manner('busy')
    await using box = await startBox({ company: 'sina', numbers: [{ id: 1, phone_number: phone }] }, signal)
    for (const fault of faults) box.panel.next(fault, { on })
    await using engine = await started(box, signal, { settings: { HTTP_TIMEOUT: '1' } })
    await box.panel.reports.reached(taken, signal)
    await ended(engine)
    const sent = box.panel.requests.all.filter(({ endpoint }) => endpoint === on)
    expect(sent.length).toBe(faults.length + 1)
    for (const { body } of sent) expect(body).toEqual(sent[0]?.body)
    const { id } = callWith(engine, phone)
    expect(box.panel.reports.all.map(({ idempotencyKey, repeat }) => [idempotencyKey, repeat])).toEqual(
      Array.from({ length: taken }, (_, at) => [id, at > 0]),
    )
    expect(new Set(box.panel.reports.all.map(({ raw }) => raw)).size).toBe(1)
    expect(box.panel.violations).toEqual([])
    expect(box.rig.carrier.calls(phone).length).toBe(1)
  })

  test('holds no other call up: dialing goes on, and every report comes in the order of the calls', async () => {
    const signal = limit()
    const phones = [1, 2, 3].map((nth) => manner('busy', '', nth))
    const offered = phones.map((phone, at) => ({ id: at + 1, phone_number: phone }))
    await using box = await startBox({ company: 'sina', numbers: offered }, signal)
    box.panel.when(({ url }) => (url.pathname.endsWith(on) ? { fault: 'server_error' } : undefined))
    await using engine = await started(box, signal)
    for (const phone of phones) await box.rig.carrier.until(phone, ({ endedAtMs }) => endedAtMs !== undefined, signal)
    expect(box.panel.reports.all).toEqual([])
    box.panel.clear()
    for (const phone of phones) expect(await reportOf(box.panel, phone, signal)).toMatchObject({ status: 'BUSY' })
    await ended(engine)
    expect(box.panel.reports.all.length).toBe(3)
    expect(box.panel.violations).toEqual([])
  })
})
