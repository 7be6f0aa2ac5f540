import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import { openDatabase } from '../store/database.ts'
import { StoredOutbox } from '../store/outbox.ts'
import { transact } from '../store/transaction.ts'
import { startPanel } from '../testing/services/panel.ts'

const limitMs = 90_000
setDefaultTimeout(limitMs)

test('after days without the panel 10,000 reports go out in their order, each once, within a minute and little memory', async () => {
  const signal = AbortSignal.timeout(limitMs - 5_000)
  const count = 10_000
  const dir = mkdtempSync(join(tmpdir(), 'salehi-backlog-'))
  const path = join(dir, 'salehi.db')
  const body = (n: number): string =>
    JSON.stringify({
      number_id: null,
      phone_number: '09121111111',
      company: 'sina',
      status: 'MISSED',
      reason: 'Nobody answered.',
      attempted_at: '2026-01-05T11:30:00+03:30',
      user_message: `report ${n}`,
    })
  {
    using db = openDatabase(path)
    const outbox = new StoredOutbox(db, systemClock)
    transact(db, 'backlog', () => {
      for (let n = 1; n <= count; n++) outbox.owe({ kind: 'panel.report', key: `a${n}`, body: body(n) })
    })
  }
  await using panel = await startPanel({ token: 'the-token', company: 'sina' })
  panel.next({ fault: 'bad_gateway' }, { times: 3 })
  const program = join(import.meta.dir, '../testing/services/panel-reporter.ts')
  const child = Bun.spawn([process.execPath, program, path, panel.url, 'the-token'], { stderr: 'inherit', signal })
  const told = await new Response(child.stdout).text()
  expect(await child.exited).toBe(0)
  console.log(`      ${count} reports: ${told.trim()}`)
  expect(panel.violations).toEqual([])
  expect(panel.reports.all.map(({ raw }) => raw)).toEqual(Array.from({ length: count }, (_, at) => body(at + 1)))
  expect(Number(/in (\d+) ms/.exec(told)?.[1])).toBeLessThan(60_000)
  expect(Number(/with (\d+) MB/.exec(told)?.[1])).toBeLessThan(200)
  rmSync(dir, { recursive: true })
})
