import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Status, statusSchema } from '../web/status.ts'
import { lines, startBox } from './box.ts'
import type { Engine } from './engine.ts'
import { ended, started } from './incidents/started.ts'
import { reportOf, reportsOf } from './incidents/told.ts'
import type { CarrierCall } from './rig/journal.ts'
import { manner, talker } from './rig/numbers.ts'

const limitMs = 80_000
setDefaultTimeout(limitMs)
const pollMs = 100

/** What the engine says of itself over its control socket. */
async function statusOf(engine: Engine): Promise<Status> {
  const response = await fetch('http://salehi/status', { unix: join(engine.folder, 'data/salehi.sock') })
  return statusSchema.parse(await response.json())
}

type LineStatus = Status['lines'][number]

/** Waits until one of the engine's lines is as described. */
async function lineBecomes(
  engine: Engine,
  tail: string,
  is: (line: LineStatus) => boolean,
  signal: AbortSignal,
): Promise<Status> {
  for (;;) {
    const status = await statusOf(engine)
    const line = status.lines.find(({ number }) => number.endsWith(tail))
    if (line !== undefined && is(line)) return status
    if (signal.aborted) throw new Error(`the line never became so: ${JSON.stringify(line)}`)
    await sleep(pollMs)
  }
}

const isOver = ({ endedAtMs }: CarrierCall): boolean => endedAtMs !== undefined
const offered = (phones: readonly string[], firstId: number) =>
  phones.map((phone_number, at) => ({ id: firstId + at, phone_number }))

test('who rings a full line goes before everybody on the list: nothing is dialled on that line until they are served, others dial on', async () => {
  const signal = AbortSignal.timeout(limitMs - 5_000)
  const talks = talker({ ending: 'hangs-up-8s-later' })
  const listed = Array.from({ length: 9 }, (_, nth) => manner('hangsUpMidPrompt', '', nth + 1))
  const caller = '09355550031'
  await using box = await startBox({ company: 'sina', numbers: offered([talks], 1) }, signal)
  const { carrier } = box.rig
  await using engine = await started(box, signal, { settings: { MAX_CONCURRENT_CALLS: '1' } })
  const up = await carrier.until(talks, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
  const [full, other] = [up.prefix, lines.map((line) => line.slice(-4)).find((tail) => tail !== up.prefix) ?? '']
  const did = lines.find((line) => line.endsWith(full)) ?? ''

  const rangMs = Date.now()
  const call = await carrier.callIn({ did, callerId: caller, as: talker({ ending: 'hangs-up-3s-later' }) }, signal)
  await engine.line(/inbound\.arrived/, signal)
  box.panel.offer(offered(listed, 2))
  const waiting = await lineBecomes(
    engine,
    full,
    ({ waitingCallers }) => waitingCallers === 1,
    AbortSignal.timeout(3_000),
  )
  const lineOf = ({ lines: all }: Status, tail: string) => all.find(({ number }) => number.endsWith(tail))
  expect(lineOf(waiting, full)).toMatchObject({ live: 1, outbound: 1, inbound: 0 })
  expect(lineOf(waiting, full)?.held?.because).toContain('a caller waits')
  expect(lineOf(waiting, other)).toMatchObject({ live: 0, waitingCallers: 0 })
  expect(waiting.gates.filter(({ shut }) => shut !== undefined)).toEqual([])

  expect(await call.answered).toBe(true)
  const answeredMs = Date.now()
  const { endedAtMs: freeMs = 0 } = await carrier.until(talks, isOver, signal)
  const served = await lineBecomes(engine, full, ({ inbound }) => inbound === 1, AbortSignal.timeout(3_000))
  expect(lineOf(served, full)).toMatchObject({ live: 1, outbound: 0, inbound: 1, waitingCallers: 0 })
  expect(answeredMs - freeMs, 'how long the caller waited for a line that was free').toBeLessThan(1_000)
  await call.ended
  const leftMs = Date.now()

  const called = (tail: string) => carrier.calls().filter(({ prefix, number }) => prefix === tail && number !== talks)
  while (called(full).length === 0) await sleep(pollMs, undefined, { signal })
  const [next] = called(full)
  expect(next?.calledAtMs, 'the line dialled while a caller waited or talked on it').toBeGreaterThan(leftMs - 100)
  expect((next?.calledAtMs ?? 0) - leftMs, 'how long the line stood still afterwards').toBeLessThan(2_000)
  const meanwhile = called(other).filter(({ calledAtMs }) => calledAtMs > rangMs && calledAtMs < leftMs)
  expect(meanwhile.length, 'calls on the other line meanwhile').toBeGreaterThan(0)

  for (const phone of listed) expect(await reportOf(box.panel, phone, signal)).toMatchObject({ status: 'HANGUP' })
  expect(await reportOf(box.panel, caller, signal)).toMatchObject({ status: 'INBOUND_CALL' })
  await ended(engine)
  for (const phone of [talks, caller, ...listed]) expect(reportsOf(box.panel, phone).length).toBe(1)
  expect(await box.leftovers(AbortSignal.timeout(5_000))).toEqual([])
})
