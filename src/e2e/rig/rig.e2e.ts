import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ari } from './ari-probe.ts'
import { manner } from './numbers.ts'
import { type Rig, startRig } from './rig.ts'
import { side, stretches } from './stretches.ts'

const limitMs = 60_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)
let rig: Rig

beforeAll(async () => {
  rig = await startRig({}, AbortSignal.timeout(600_000))
}, 600_000)

afterAll(() => rig[Symbol.asyncDispose]())

test('a second rig starts beside the first in under two seconds, and leaves nothing behind', async () => {
  const before = performance.now()
  const second = await startRig({}, signal())
  const tookMs = performance.now() - before
  const pids = [second.pbx.pid!, second.carrier.pid!]
  const home = dirname(dirname(second.pbx.folder.etc))
  expect(second.pbx.host).not.toBe(rig.pbx.host)
  expect(await second.pbx.rx('core show uptime', signal())).toContain('System uptime')
  expect(existsSync(home)).toBe(true)
  await second[Symbol.asyncDispose]()
  expect(pids.filter(alive)).toEqual([])
  expect(readdirSync(dirname(home)).filter((entry) => entry.includes(`${second.loopback.net}-`))).toEqual([])
  expect(tookMs).toBeLessThan(2_000)
})

test('both trunks of a started rig are up, and no module complained', async () => {
  for (const trunk of ['TO-CUCM-Gaptel', 'TRUNK-2']) {
    const endpoint = await ari(rig.pbx, { method: 'GET', path: `/endpoints/PJSIP/${trunk}` }, signal())
    expect(endpoint).toMatchObject({ state: 'online' })
  }
  for (const { folder } of [rig.pbx, rig.carrier]) {
    const log = readFileSync(join(folder.log, 'full'), 'utf8').split('\n')
    // Asterisk says so of its own modules when they come up in an unlucky order.
    const complaints = log.filter(
      (line) => /\b(WARNING|ERROR)\[/.test(line) && !line.includes('registered during operation'),
    )
    expect(complaints).toEqual([])
  }
})

test('a call nobody is there to take hears the fallback of the dialplan', async () => {
  await using lonely = await startRig({ app: 'nobody', password: 'other-secret' }, signal())
  expect(lonely.settings).toMatchObject({ ARI_APP_NAME: 'nobody', ARI_PASSWORD: 'other-secret' })
  const call = await lonely.carrier.callIn({ did: '02191001234', as: manner('silent') }, signal())
  expect(await call.answered).toBe(true)
  expect(await call.ended).toMatchObject({ kind: 'ended' })
  const tone = stretches(await side(await call.recording(signal()), 'hears'))
  expect(tone.length).toBeGreaterThan(1)
})

test('the PBX comes back after kill -9, and the trunk after the carrier was away', async () => {
  await using other = await startRig({}, signal())
  const pid = other.pbx.pid!
  await other.pbx.kill9()
  expect(alive(pid)).toBe(false)
  await other.pbx.start(signal())
  expect(other.pbx.pid).not.toBe(pid)
  expect(await ari(other.pbx, { method: 'GET', path: '/asterisk/ping' }, signal())).toMatchObject({ ping: 'pong' })
  await other.setTrunk('down', signal())
  expect(other.carrier.pid).toBeUndefined()
  await other.setTrunk('up', signal())
  const endpoint = await ari(other.pbx, { method: 'GET', path: '/endpoints/PJSIP/TO-CUCM-Gaptel' }, signal())
  expect(endpoint).toMatchObject({ state: 'online' })
})

test('a configuration file of the test takes the place of ours, with the addresses filled in', async () => {
  const http = '[general]\nenabled=yes\nbindaddr=@PBX@\nbindport=8088\nprefix=other\n'
  await using other = await startRig({ pbxConf: { 'http.conf': http } }, signal())
  const elsewhere = { ...credentials(other.pbx), ariUrl: `http://${other.pbx.host}:8088/other/ari` }
  expect(await ari(elsewhere, { method: 'GET', path: '/asterisk/ping' }, signal())).toMatchObject({ ping: 'pong' })
})

test('Asterisk dies with the process that started it, and the next start clears its folder', async () => {
  const script = `import { startRig } from '${join(import.meta.dir, 'rig.ts')}'
    const rig = await startRig({}, new AbortController().signal)
    console.log(JSON.stringify({ pids: [rig.pbx.pid, rig.carrier.pid], etc: rig.pbx.folder.etc }))
    await Bun.sleep(${limitMs})`
  const owner = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe', stderr: 'inherit', cwd: import.meta.dir })
  const { value } = await owner.stdout.getReader().read()
  const { pids, etc } = JSON.parse(new TextDecoder().decode(value)) as { pids: number[]; etc: string }
  expect(pids.filter(alive)).toEqual(pids)
  owner.kill('SIGKILL')
  await owner.exited
  while (pids.some(alive)) await Bun.sleep(10)
  expect(existsSync(etc)).toBe(true)
  await using _next = await startRig({}, signal())
  expect(existsSync(etc)).toBe(false)
})

test('only loopback addresses of the rig are listened at', () => {
  const listening = Bun.spawnSync(['ss', '-Hlnp', '-tu']).stdout.toString().split('\n')
  const ours = listening.filter((line) => [rig.pbx, rig.carrier].some(({ pid }) => line.includes(`pid=${pid},`)))
  const addresses = ours.map((line) => line.trim().split(/\s+/)[4]!)
  expect(addresses).toContain(`${rig.pbx.host}:5060`)
  // The SIP library keeps one unused resolver socket per family on a random port.
  const elsewhere = addresses.filter((address) => !address.startsWith(rig.loopback.net))
  expect(elsewhere.filter((address) => Number(address.split(':').at(-1)) < 32_768)).toEqual([])
})

const credentials = ({ ariWsUrl, username, password }: Rig['pbx']) => ({ ariWsUrl, username, password })

/** A process that ended but was not yet reaped is not alive. */
function alive(pid: number): boolean {
  try {
    const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return state !== 'Z' && state !== 'X'
  } catch {
    return false
  }
}
