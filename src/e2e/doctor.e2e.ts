import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Broken } from './doctor/broken.ts'
import { brokenAsterisk } from './doctor/broken-asterisk.ts'
import { brokenHouse } from './doctor/broken-house.ts'
import { brokenServices } from './doctor/broken-services.ts'
import { brokenTrunk } from './doctor/broken-trunk.ts'
import { type Clinic, openClinic } from './doctor/clinic.ts'
import { untilSaid } from './doctor/files.ts'
import { AriEvents } from './rig/ari-probe.ts'
import { talker } from './rig/numbers.ts'

const broken: readonly Broken[] = [...brokenAsterisk, ...brokenTrunk, ...brokenHouse, ...brokenServices]
const reloads: Readonly<Record<string, readonly string[]>> = {
  http: ['module reload http'],
  ari: ['module reload res_ari.so'],
  extensions: ['dialplan reload'],
  pjsip: ['module reload res_pjsip.so', 'module reload res_pjsip_outbound_registration.so'],
}
const limitMs = 600_000
/** Keys and tokens of the settings, right and wrong ones, and somebody's number. */
const secrets = /mistyped|vira-token|gapgpt-key|panel-token|sms-key|another;one|0912111/

/** Every file of Asterisk's configuration, by name. */
function files({ box }: Clinic): Readonly<Record<string, string>> {
  const etc = box.at('/etc/asterisk')
  return Object.fromEntries(readdirSync(etc).map((name) => [name, readFileSync(join(etc, name), 'utf8')]))
}

/** Has Asterisk read what is not as it was any more; the kinds of it. */
async function readAgain(clinic: Clinic, before: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const now = files(clinic)
  const names = Object.keys({ ...before, ...now }).filter((name) => before[name] !== now[name])
  const kinds = Object.keys(reloads).filter((kind) => names.some((name) => name.startsWith(kind)))
  for (const command of kinds.flatMap((kind) => reloads[kind] ?? [])) await clinic.rx(command)
  return kinds
}

describe('on a box laid out like FreePBX', () => {
  let clinic: Clinic
  let bare: Readonly<Record<string, string>>
  beforeAll(async () => {
    clinic = await openClinic({}, AbortSignal.timeout(limitMs))
    bare = files(clinic)
  })
  afterAll(() => clinic[Symbol.asyncDispose]())

  test('as it comes, what is missing is shown first, done only when agreed to, and then all is well', async () => {
    const declined = await clinic.doctor(['--fix'], { stdin: 'n\n' })
    expect(declined.code).toBe(1)
    expect(files(clinic)).toEqual(bare)
    for (const line of [
      /into \/etc\/asterisk\/ari_additional_custom\.conf/,
      /\[salehi\]/,
      /module reload res_ari\.so/,
    ]) {
      expect(declined.stdout).toMatch(line)
    }
    expect(declined.stdout).not.toContain('secret')

    const agreed = await clinic.doctor(['--fix'], { stdin: 'y\ny\n' })
    expect(agreed.stdout.trimEnd()).toMatch(/\d+ checks: all is well$/)
    expect(agreed.code).toBe(0)
    const changed = Object.entries(files(clinic)).filter(([name, text]) => bare[name] !== text)
    expect(changed.map(([name]) => name).sort()).toEqual([
      'ari_additional_custom.conf',
      'ari_general_custom.conf',
      'extensions_custom.conf',
    ])
    for (const [name, text] of changed) expect(text.startsWith(bare[name] ?? '?')).toBe(true)
  })

  test('a box that is well is all green, for people, for programs and for Asterisk’s own user', async () => {
    const { ill, code, checks } = await clinic.report()
    expect(ill).toEqual([])
    expect(code).toBe(0)
    expect(checks.length).toBeGreaterThanOrEqual(30)
    expect((await clinic.doctor([], { user: 'asterisk' })).stdout).toContain('all is well')
  })

  test('done again it changes nothing', async () => {
    const before = files(clinic)
    expect((await clinic.doctor(['--fix', '--yes'])).code).toBe(0)
    expect(files(clinic)).toEqual(before)
  })

  test('a call rings the phone, plays, and hears what is said', async () => {
    const number = talker({ says: ['yes'] })
    const { ill, code } = await clinic.report('--call', number)
    expect(ill).toEqual([])
    expect(code).toBe(0)
    const [call] = clinic.box.carrier.calls(number)
    expect(call?.presented.number).toBe('02191302954')
  })

  test('a call the carrier refuses is told with the digits that are most often the reason', async () => {
    const { of, code } = await clinic.report('--call', '09150210001')
    expect(of('call')).toMatchObject({ kind: 'fault', says: expect.stringMatching(/refused it.*cause 21/) })
    expect(of('call').advice).toMatch(/DIAL_PREFIX=none, or line4/)
    expect(code).toBe(1)
  })

  test('who rings a line comes to salehi with the number they dialled', async () => {
    const limit = AbortSignal.timeout(20_000)
    await using events = await AriEvents.connect(clinic.box.pbx, 'salehi', false)
    const call = await clinic.box.carrier.callIn({ did: '02191302955', callerId: '09351234567', as: '0911' }, limit)
    const arrived = await events.find(({ type }) => type === 'StasisStart', 0, limit)
    expect(arrived?.channel).toMatchObject({ dialplan: { exten: '02191302955' } })
    await call.hangUp(limit)
  })

  test.each(broken.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const putBack = clinic.keepFiles()
    const mend = await each.breaks(clinic)
    try {
      const report = await (each.before === undefined ? clinic.report() : clinic.reportAfter(each.before))
      expect(report.of(each.check)).toMatchObject({
        kind: each.kind,
        says: expect.stringMatching(each.says),
        advice: expect.stringMatching(each.advice),
      })
      expect(JSON.stringify(report.checks)).not.toMatch(secrets)
      for (const name of each.unseen ?? []) expect(report.of(name)).toMatchObject({ kind: 'unseen' })
      expect(report.code).toBe(each.code ?? (each.kind === 'fault' ? 1 : 3))
      if (each.leftAlone === true) {
        const before = files(clinic)
        await clinic.doctor(['--fix', '--yes'])
        expect(files(clinic)).toEqual(before)
      }
      if (each.fixed === true) {
        const { ill } = await clinic.report('--fix', '--yes')
        expect(ill).toEqual([])
      }
    } finally {
      const left = files(clinic)
      putBack()
      clinic.write()
      await mend?.()
      const changed = await readAgain(clinic, left)
      if (changed.includes('pjsip') || mend !== undefined) await clinic.box.untilTrunk(AbortSignal.timeout(20_000))
    }
  })

  test('nobody may look with a user who may do nothing, and is told to use sudo', async () => {
    chmodSync(clinic.box.at('/etc/asterisk/ari.conf'), 0o640)
    chmodSync(clinic.box.at('/etc/salehi/salehi.env'), 0o640)
    const { stdout, stderr, code } = await clinic.doctor(['--fix', '--yes'], { user: 'nobody' })
    const undone = await clinic.doctor(['--unfix', '--yes'], { user: 'nobody' })
    expect(undone.stdout + undone.stderr).toMatch(/not done: .*EACCES.*Run it as root/)
    chmodSync(clinic.box.at('/etc/salehi/salehi.env'), 0o644)
    expect(stdout).toMatch(/console does not answer this user\n.*sudo salehi doctor/)
    expect(stdout + stderr).not.toContain('a fault of')
    expect([1, 78]).toContain(code)
  })

  test('no SMS was sent and no number taken', () => {
    expect(clinic.credit.violations).toEqual([])
    expect(clinic.panel.requests.all.filter(({ endpoint }) => /next|batch|report/.test(endpoint))).toEqual([])
  })

  test('beside a salehi that runs, its application is its own', async () => {
    clinic.write({ WEB_LISTEN: '127.0.0.1:0' })
    const argv = clinic.box.inside(['/opt/salehi/salehi', 'run'], { user: 'asterisk', cwd: '/etc/salehi' })
    const engine = Bun.spawn([...argv], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' })
    try {
      await untilSaid(clinic, 'ari show apps', /^salehi\b/m)
      const { ill, of } = await clinic.report()
      expect(ill).toEqual([])
      expect(of('app').says).toBe('"salehi" belongs to the salehi that runs here')
    } finally {
      engine.kill('SIGTERM')
      await engine.exited
      clinic.write()
    }
  })

  test('what was written is taken out again, and nothing else', async () => {
    const outcome = await clinic.doctor(['--unfix', '--yes'])
    expect(outcome.code).toBe(0)
    expect(files(clinic)).toEqual(bare)
    expect(await clinic.rx('ari show users')).not.toContain('salehi')
    expect((await clinic.doctor(['--unfix', '--yes'])).stdout).toContain('nothing of salehi')
  })
})

describe('on a box whose Asterisk is set up by hand', () => {
  let clinic: Clinic
  beforeAll(async () => {
    clinic = await openClinic({ layout: 'plain' }, AbortSignal.timeout(60_000))
  })
  afterAll(() => clinic[Symbol.asyncDispose]())

  test('the same is found, put right at the end of the files by hand, and taken out to the last byte', async () => {
    const before = files(clinic)
    const found = await clinic.report()
    expect(found.of('ari-user')).toMatchObject({ kind: 'fault', fix: 'ari-user' })
    expect(found.of('dialplan')).toMatchObject({ kind: 'warning', fix: 'dialplan' })
    expect((await clinic.report('--fix', '--yes')).ill).toEqual([])
    expect(files(clinic)['ari.conf']?.startsWith(before['ari.conf'] ?? '?')).toBe(true)
    expect((await clinic.doctor(['--unfix', '--yes'])).code).toBe(0)
    expect(files(clinic)).toEqual(before)
  })

  test('an Asterisk that keeps its sounds elsewhere, as Debian has it, is followed', async () => {
    const { box } = clinic
    await box.pbx.stop()
    const conf = box.at('/etc/asterisk/asterisk.conf')
    const written = readFileSync(conf, 'utf8')
    await Bun.write(conf, written.replace('astdatadir => /var/lib/asterisk', 'astdatadir => /usr/share/asterisk'))
    await box.pbx.start(AbortSignal.timeout(20_000))
    await box.untilTrunk(AbortSignal.timeout(20_000))
    expect((await clinic.report()).of('sounds')).toMatchObject({
      kind: 'fault',
      advice: 'set AST_SOUND_DIR=/usr/share/asterisk/sounds/custom',
      fix: 'audio-folders',
    })
    expect((await clinic.report('--fix', '--yes')).ill).toEqual([])
    await clinic.doctor(['--unfix', '--yes'])
    await box.pbx.stop()
    await Bun.write(conf, written)
    await box.pbx.start(AbortSignal.timeout(20_000))
    await box.untilTrunk(AbortSignal.timeout(20_000))
  })

  test('an HTTP server that is off, with the trunk that keeps dead calls, comes on in one go', async () => {
    const http = clinic.box.at('/etc/asterisk/http.conf')
    await Bun.write(http, '[general]\nbindaddr=\nenabled=no\n'.replace('bindaddr=', `bindaddr=${clinic.box.pbx.host}`))
    const pjsip = clinic.box.at('/etc/asterisk/pjsip.conf')
    await Bun.write(pjsip, readFileSync(pjsip, 'utf8').replace('rtp_timeout=60\n', ''))
    rmSync(clinic.box.at('/var/spool/asterisk/recording'), { recursive: true })
    await readAgain(clinic, {})
    const found = await clinic.report()
    expect(found.of('http').kind).toBe('fault')
    expect(found.of('rtp-timeout').kind).toBe('warning')
    expect((await clinic.report('--fix', '--yes')).ill).toEqual([])
  })
})
