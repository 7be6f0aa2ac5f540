import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { badStarts } from './bad-starts.ts'
import { type Box, lines, startBox } from './box.ts'
import { barePath, type CommandRun, envFile, runSalehi } from './command-run.ts'
import { executable, startEngine } from './engine.ts'
import { InterposedAri } from './interposed-ari.ts'
import { talker } from './rig/numbers.ts'

/** Secrets of the box; whatever is printed, they are not in it. */
const secrets = ['Ari-Secret-77', 'Mistyped-Secret-1', 'vira-token', 'gapgpt-key']

const { signal } = new AbortController()
let box: Box
/** An executable anybody may start, alone in its folder. */
let program: string
/** Any web server but Asterisk's. */
const web = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response('<h1>It works!</h1>') })

beforeAll(async () => {
  program = join(mkdtempSync(join(tmpdir(), 'salehi-installed-')), 'salehi')
  copyFileSync(executable, program)
  for (const path of [program, dirname(program)]) chmodSync(path, 0o755)
  box = await startBox({ company: 'sina', rig: { password: 'Ari-Secret-77' } }, signal)
}, 60_000)

afterAll(async () => {
  await web.stop(true)
  await box[Symbol.asyncDispose]()
  rmSync(dirname(program), { recursive: true })
}, 20_000)

// The three at the end run together, each engine under a name of its own in Asterisk: calls take the time calls take.

/** A start that must be refused within seconds. */
async function refused(run: CommandRun): Promise<{ readonly code: number; readonly output: string }> {
  const ended = await runSalehi({ program, ...run }, AbortSignal.timeout(15_000))
  expect(ended.output).not.toMatch(/^\s+at .*[:(]/m) // a stack trace is no answer
  expect(ended.output).not.toContain('a fault of the program')
  for (const secret of secrets) expect(ended.output).not.toContain(secret)
  return ended
}

for (const bad of badStarts) {
  test(bad.name, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'salehi-bad-'))
    chmodSync(folder, 0o777)
    const path = barePath(...(bad.programs ?? ['ffmpeg']))
    chmodSync(path, 0o755)
    writeFileSync(
      join(folder, '.env'),
      envFile({ ...box.settingsWithoutPanel, ...bad.settings?.({ box, webServer: web.url.origin }) }),
    )
    bad.prepare?.(folder)
    const { args = ['run', '--until-done'], asNobody = false } = bad
    const { code, output } = await refused({ args, folder, path, asNobody })
    for (const words of bad.says) expect(output).toMatch(words)
    expect(code).toBe(bad.code)
    for (const made of [folder, path]) rmSync(made, { recursive: true })
  }, 20_000)
}

test('ten faults of one file are told at once, each with its line and what to write, none with a secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-bad-'))
  writeFileSync(
    join(folder, '.env'),
    [
      'COMPANY=sina institute',
      'ARI_BASE_URL=127.0.0.1:8088',
      'ARI_USERNAME=salehi',
      'ARI_PASSWORD="Ari-Secret-77',
      'OUTBOUND_TRUNK=the trunk',
      'OUTBOUND_NUMBERS=02191000001,02191000001',
      'MAX_CONCURRENT_CALLS=two',
      'CALLING_HOURS=25:00-26:00',
      'TIMEZONE=Tehran',
      'PANEL_BASE_URL=https://us:vira-token@panel.example.com',
      'ENHANCE=loudly',
      'WEB_LISTEN=everywhere',
      'this line is nothing',
    ].join('\n'),
  )
  const { code, output } = await refused({ args: ['run'], folder })
  const where = `${folder}/.env`
  for (const [name, line, write] of [
    ['COMPANY', 1, 'COMPANY=sina'],
    ['ARI_BASE_URL', 2, 'ARI_BASE_URL=http://127.0.0.1:8088/ari'],
    ['.env', 4, 'the value between two "'],
    ['OUTBOUND_TRUNK', 5, 'OUTBOUND_TRUNK=my-trunk'],
    ['OUTBOUND_NUMBERS', 6, 'every line once'],
    ['MAX_CONCURRENT_CALLS', 7, 'a whole number'],
    ['CALLING_HOURS', 8, 'CALLING_HOURS=sat-wed'],
    ['TIMEZONE', 9, 'TIMEZONE=Asia/Tehran'],
    ['PANEL_BASE_URL', 10, 'keys have settings of their own'],
    ['ENHANCE', 11, 'ffmpeg, live, off'],
    ['WEB_LISTEN', 12, 'WEB_LISTEN=127.0.0.1:8188'],
    ['.env', 13, 'NAME=value'],
  ] as const) {
    const told = output.split('\n').findIndex((text) => text.startsWith(`${name} (${where}:${line}): `))
    expect(told, `${name} in line ${line}`).not.toBe(-1)
    expect(output.split('\n')[told + 1]).toContain(`    write: `)
    expect(output.split('\n')[told + 1]).toContain(write)
  }
  expect(code).toBe(78)
  rmSync(folder, { recursive: true })
})

test('a recording of the owner that is no audio is named, with what to put in its place', async () => {
  const file = join(dirname(program), 'assets/audio/sina/hello.mp3')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '<html>The recording was not found.</html>')
  const { code, output } = await refused({ args: ['run', '--until-done'], settings: box.settingsWithoutPanel })
  expect(output).toContain(`${file} is not a recording ffmpeg can read`)
  expect(output).toContain('replace it with a playable MP3')
  expect(code).toBe(1)
  rmSync(join(dirname(program), 'assets'), { recursive: true })
})

test.concurrent('a second engine on the same data is refused, and the calls of the first stay its own', async () => {
  const number = talker({ says: ['no'] })
  await using engine = startEngine({
    args: ['run', '--until-done'],
    settings: { ...box.settingsWithoutPanel, ARI_APP_NAME: 'first', STATIC_CONTACTS: number },
  })
  await engine.line(/call\.answered/, AbortSignal.timeout(10_000))
  const { code, output } = await refused({ args: ['run'], folder: engine.folder })
  expect(output).toContain(`DATA_DIR ${engine.folder}/data is in use: another salehi runs on it`)
  expect(output).toContain('give this one a folder of its own')
  expect(code).toBe(1)
  expect(await engine.exited).toBe(0)
  expect(engine.output).toContain('disposition=not_interested')
  expect(engine.output).not.toContain('engine_fault')
}, 60_000)

test.concurrent('numbers that are none, and events nobody knows or can read, leave every other call alone', async () => {
  await using ari = new InterposedAri(box.rig.pbx)
  const [yes, no] = [talker({ says: ['yes'], nth: 1 }), talker({ says: ['no'], nth: 2 })]
  await using engine = startEngine({
    args: ['run', '--until-done', '--company', 'salehi'],
    settings: {
      ...box.settingsWithoutPanel,
      ...ari.settings,
      ARI_APP_NAME: 'strange',
      STATIC_CONTACTS: `${yes},not-a-number,+98 ${no.slice(1)},1,${no}`,
    },
  })
  for (const number of [yes, no]) await box.rig.carrier.until(number, (call) => call.answeredAtMs !== undefined, soon())
  for (let time = 0; time < 3; time++) {
    ari.say('{"type":"HologramProjected","channel":{"id":"1"},"in":{"a":["future"]}}')
    ari.say('{"type":"ChannelDestroyed","chan')
    for (const type of ['StasisStart', 'ChannelDestroyed', 'ChannelDtmfReceived', 'PlaybackFinished', 'Dial']) {
      ari.say(JSON.stringify({ type }))
      ari.say(JSON.stringify({ type, channel: 7, playback: [], peer: 'x', digit: {}, args: 'none' }))
    }
    for (const odd of ['', 'null', '[]', '7', '{"type":7}', '\u0000', `{"type":"${'Long'.repeat(5_000)}"}`])
      ari.say(odd)
  }
  ari.say(JSON.stringify({ type: 'HologramProjected', pixels: 'x'.repeat(4_000_000) }))
  ari.say(`{"type":"${'x'.repeat(4_000_000)}`)
  expect(await engine.exited).toBe(0)
  const { output } = engine
  expect(output.match(/ari\.event\.unknown: .*type=HologramProjected/g)).toHaveLength(1)
  expect(output.match(/ari\.event\.unknown: .*malformed/g)).toHaveLength(1)
  expect(output.match(/ari\.event\.unknown: .*LongLong/g)).toHaveLength(1)
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThan(1_000)
  expect(output).toMatch(/static_contacts\.wrong: .*left out.* positions=("2, 4"|2,4)/)
  expect(output).not.toContain('not-a-number')
  expect(output).toContain('2 calls, 2 answered')
  expect(output).toMatch(/1 +connected/)
  expect(output).toMatch(/1 +not_interested/)
  expect(box.rig.carrier.calls(no)).toHaveLength(1)
}, 90_000)

test.concurrent('a panel that answers garbage is asked again, and meanwhile who calls us is served', async () => {
  const number = talker({ says: ['no'], nth: 3 })
  const garbage = ['<html>Sign in</html>', '[]', '{"call_allowed":"perhaps","batch":7}', notOneUsable]
  for (const body of garbage) box.panel.next({ fault: 'answer', status: 200, body }, { on: 'next-batch' })
  box.panel.offer([{ id: 41, phone_number: number }])
  await using engine = box.run({ args: ['run'] })
  await engine.line(/ari\.up/, soon())
  const caller = await box.rig.carrier.callIn(
    { did: lines[0], callerId: '09351112233', as: talker({ says: ['no'], nth: 4 }) },
    soon(),
  )
  expect(await caller.answered).toBe(true)
  await box.panel.reports.reached(2, AbortSignal.timeout(60_000))
  expect(box.panel.reports.all.map(({ body }) => body['status']).toSorted()).toEqual(['INBOUND_CALL', 'NOT_INTERESTED'])
  engine.kill('SIGTERM')
  expect(await engine.exited).toBe(0)
  expect(engine.output).toMatch(/panel\.unavailable: .*broken JSON/)
  expect(engine.output).toMatch(/panel\.answer_wrong/)
  expect(engine.output).toMatch(/panel\.numbers_unusable: .*left out; correct them in the panel/)
  expect(engine.output).not.toContain('Sign in')
  expect(box.rig.carrier.calls(number)).toHaveLength(1)
  expect(box.panel.violations).toEqual([])
}, 90_000)

test('nothing of all this is left in Asterisk', async () => {
  expect(await box.leftovers(soon())).toEqual([])
})

/** A well-formed answer of which nothing can be used. */
const notOneUsable = JSON.stringify({
  call_allowed: true,
  active_scenarios: { sina: true },
  outbound_lines: [{ id: 1, phone_number: null }],
  outbound_agents: 'all of them',
  batch: { batch_id: 1, numbers: [{ id: 1, phone_number: 'abc' }, { phone_number: '09120000000' }, 7, null] },
})

function soon(): AbortSignal {
  return AbortSignal.timeout(15_000)
}
