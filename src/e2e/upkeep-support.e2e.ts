import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import { openStore } from '../store/store.ts'
import { type Box, startBox } from './box.ts'
import { Installed } from './upkeep/installed.ts'

const limitMs = 60_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)

let box: Box
beforeAll(async () => {
  box = await startBox({ company: 'sina' }, new AbortController().signal)
}, 60_000)
afterAll(() => box[Symbol.asyncDispose](), 20_000)

const secrets = {
  ARI_PASSWORD: 'Planted-Ari-Password',
  VIRA_STT_TOKEN: 'Planted-Vira-Token',
  GAPGPT_API_KEY: 'Planted-Model-Key',
  PANEL_API_TOKEN: 'Planted-Panel-Token',
  SMS_API_KEY: 'Planted-Sms-Key',
  WEB_PASSWORD: 'Planted-Web-Password',
  API_TOKEN: 'Planted-Api-Token-0123456789',
}
const numbers = ['09127770001', '09127770002', '09127770003', '09127770004']
const transcript = 'شهرزاد قصه‌گو هستم'
const latin = 'my name is Planted Person'
const planted = [
  ...Object.values(secrets),
  ...numbers,
  ...numbers.map((number) => number.slice(1)),
  '98912777',
  '912-777-0003',
  'شهرزاد',
  latin,
  'Planted Person',
  'planted-list.csv',
]

/** Puts what must not be told wherever it could stand. */
function plant({ path, dataDir }: Installed): void {
  const settings = {
    ...box.settings,
    ...secrets,
    SMS_FROM: '50009127770',
    SMS_ADMINS: numbers[0],
    STATIC_CONTACTS: numbers[1],
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  writeFileSync(join(path, '.env'), `${lines.join('\n')}\nNOT_A_SETTING=${numbers[2]} ${secrets.API_TOKEN}\n`)
  mkdirSync(join(dataDir, 'logs'), { recursive: true })
  openStore(join(dataDir, 'salehi.db'), systemClock)[Symbol.dispose]()
  using db = new Database(join(dataDir, 'salehi.db'))
  const now = Date.now()
  db.run(`INSERT INTO imports (file, at, rows, taken, ready_at) VALUES ('planted-list.csv', ${now}, 1, 1, ${now})`)
  db.query(
    `INSERT INTO contacts (id, source, phone, fields_json, state, because, changed_at, import_id) VALUES ('a', 'import', ?, ?, 'done', ?, ?, 1)`,
  ).run(numbers[2] ?? '', JSON.stringify({ name: 'Planted Person' }), `rang ${numbers[2]}`, now)
  db.query(`INSERT INTO calls VALUES ('planted', 'outbound', 'a', ?, '1', 'sina', 'busy', ?, ?, ?)`).run(
    numbers[2] ?? '',
    now,
    now,
    JSON.stringify({ outcome: { disposition: 'busy', reason: 'engine_fault' } }),
  )
  for (const [n, text] of [transcript, latin].entries()) {
    db.query(`INSERT INTO turns VALUES ('planted', ?, ?, ?, 'yes', 'rule', 1, 1, 1, 1)`).run(n, now, text)
  }
  db.query(
    `INSERT INTO outbox (kind, key, body, state, attempts, due_at, why, created_at, changed_at) VALUES ('panel.report', 'k', ?, 'waiting', 1, 0, ?, ?, ?)`,
  ).run(`{"phone_number":"${numbers[2]}"}`, `refused ${numbers[2]}: ${secrets.PANEL_API_TOKEN}`, now, now)
  db.run(`INSERT INTO do_not_call (phone, source, since, note) VALUES ('${numbers[3]}', 'manual', ${now}, '${latin}')`)
  db.run(`INSERT INTO incidents (kind, because, opened_at) VALUES ('disk', 'near ${numbers[2]} ${transcript}', ${now})`)
  db.run(`INSERT INTO meta VALUES ('paused', '{"because":"${latin} ${numbers[2]} ${transcript}","since":${now}}')`)
  const at = '2026-11-21 13:17:27.919 +03:30'
  const line = (text: string): string => `${at} INFO call.ended: ${text}\n`
  for (const name of ['app.log', 'app.log.1', 'hangups.log', 'positive_stt.log']) {
    const said = [
      `rang ${numbers[2]}`,
      transcript,
      latin,
      `+98 912 777 0003`,
      '0912-777-0003',
      `token=${secrets.VIRA_STT_TOKEN}`,
    ]
    appendFileSync(join(dataDir, 'logs', name), said.map(line).join('') + said.join('\n'))
  }
}

async function bundle(installed: Installed, signal: AbortSignal): Promise<string> {
  const done = await installed.command(['support', 'help.tar'], signal)
  expect(done.code).toBe(0)
  const file = join(installed.path, 'help.tar')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const bytes = await Bun.file(file).text()
  for (const one of planted) expect([one, bytes.includes(one)]).toEqual([one, false])
  return await new Response(Bun.spawn(['tar', '-xOf', file], { stdout: 'pipe' }).stdout).text()
}

test('a support bundle of a box that does not run tells versions, schema, counts and log lines, and none of the numbers, words, names and secrets planted everywhere', async () => {
  await using installed = new Installed(box)
  plant(installed)
  const text = await bundle(installed, limit())
  for (const told of [
    '"running": false',
    'do_not_call_by_time',
    '"disposition": "busy"',
    'call.ended: rang ***',
    '"bun": "1.',
  ]) {
    expect(text).toContain(told)
  }
})

test('a support bundle of a box that runs has its status too, and none of them either', async () => {
  const signal = limit()
  await using installed = new Installed(box, { ARI_APP_NAME: 'support', STATIC_CONTACTS: numbers[1] ?? '' })
  plant(installed)
  await using _engine = await installed.start(signal)
  const text = await bundle(installed, signal)
  for (const told of ['"dialing"', '"asterisk"', '"gates"']) expect(text).toContain(told)
})

test('a support bundle is made where the settings are wrong and there is nothing yet', async () => {
  await using installed = new Installed(box)
  writeFileSync(
    join(installed.path, '.env'),
    'COMPANY=sina\nMAX_CONCURRENT_CALLS=many\nAPI_TOKEN=Planted-Api-Token-0123456789\n',
  )
  const text = await bundle(installed, limit())
  expect(text).toContain('MAX_CONCURRENT_CALLS')
})
