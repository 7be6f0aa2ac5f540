import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Log, silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { notifyAddress } from './notify-address.ts'
import { listenAsManager } from './paper-manager.ts'
import { openServiceManager } from './service-manager.ts'

const pid = 4711
const folder = mkdtempSync(join(tmpdir(), 'salehi-notify-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An engine told of a manager at that socket, and what it wrote into its log. */
function engine(env: Readonly<Record<string, string>>) {
  const clock = new TestClock()
  const warned: string[] = []
  const log: Log = { ...silentLog, warn: (event) => warned.push(event) }
  const manager = openServiceManager({ env, pid, clock, log })
  return { clock, manager, warned }
}

test.each([join(folder, 'notify'), `@salehi-notify-${process.pid}`])(
  'systemd hears at %s that the start is over',
  (socket) => {
    using systemd = listenAsManager(socket)
    using manager = engine({ NOTIFY_SOCKET: socket }).manager
    manager.ready('Dialing.')
    expect(systemd.heard()).toEqual(['READY=1\nSTATUS=Dialing.\n'])
    manager.status('Dialing.')
    expect(systemd.heard()).toEqual([])
    manager.status('Nobody to call: شماره‌ای نیست')
    expect(systemd.heard()).toEqual(['STATUS=Nobody to call: شماره‌ای نیست\n'])
    manager.stopping('2 calls come to their end', 110_000)
    expect(systemd.heard()).toEqual(['STOPPING=1\nEXTEND_TIMEOUT_USEC=110000000\nSTATUS=2 calls come to their end\n'])
  },
)

test('a status cannot say anything but a status', () => {
  const socket = join(folder, 'notify')
  using systemd = listenAsManager(socket)
  using manager = engine({ NOTIFY_SOCKET: socket }).manager
  manager.status('held\nMAINPID=1\r\n\u2028READY=1')
  expect(systemd.heard()).toEqual(['STATUS=held MAINPID=1 READY=1\n'])
  manager.status('x'.repeat(500))
  expect(systemd.heard()).toEqual([`STATUS=${'x'.repeat(199)}…\n`])
})

test('the watchdog hears of us twice in the time it allows, and nothing once we are stuck or over', async () => {
  const socket = join(folder, 'notify')
  using systemd = listenAsManager(socket)
  const { clock, manager } = engine({ NOTIFY_SOCKET: socket, WATCHDOG_USEC: '30000000', WATCHDOG_PID: String(pid) })
  const end = new AbortController()
  const beating = manager.beat(end.signal)
  expect(systemd.heard()).toEqual(['WATCHDOG=1\n'])
  expect(systemd.heard()).toEqual([]) // time stands still, as in a loop that is stuck
  await clock.advance(14_999)
  expect(systemd.heard()).toEqual([])
  await clock.advance(45_001)
  expect(systemd.heard()).toEqual(Array(4).fill('WATCHDOG=1\n'))
  end.abort(new Error('over'))
  await beating
  await clock.advance(60_000)
  expect(systemd.heard()).toEqual([])
  manager[Symbol.dispose]()
})

test.each([
  ['no watchdog is set', {}],
  ['it watches another process', { WATCHDOG_USEC: '30000000', WATCHDOG_PID: '1' }],
  ['the time is no time', { WATCHDOG_USEC: 'soon' }],
])('nothing beats where %s', async (_why, env) => {
  const socket = join(folder, 'notify')
  using systemd = listenAsManager(socket)
  using manager = engine({ NOTIFY_SOCKET: socket, ...env }).manager
  await manager.beat(new AbortController().signal)
  expect(systemd.heard()).toEqual([])
})

test('what nobody heard is told again with the next word, and the log hears of it once', () => {
  const socket = join(folder, 'notify')
  const { manager: opened, warned } = engine({ NOTIFY_SOCKET: socket })
  using manager = opened
  manager.ready('Dialing.')
  manager.status('Not dialing: it is late')
  expect(warned).toEqual(['systemd.deaf'])
  using systemd = listenAsManager(socket)
  manager.status('Dialing.')
  expect(systemd.heard()).toEqual(['READY=1\nSTATUS=Dialing.\n'])
})

test('a manager whose queue is full does not hold up the calls', () => {
  const socket = join(folder, 'notify')
  using systemd = listenAsManager(socket)
  const { manager: opened, warned } = engine({ NOTIFY_SOCKET: socket })
  using manager = opened
  for (let turn = 0; turn < 2_000; turn++) manager.status(`turn ${turn}`)
  expect(warned).toEqual(['systemd.deaf'])
  expect(systemd.heard()[0]).toBe('STATUS=turn 0\n')
  manager.status('on again')
  expect(systemd.heard()).toEqual(['STATUS=on again\n'])
})

test('without a manager nothing is sent, and nothing goes wrong', async () => {
  const { manager, warned } = engine({})
  manager.ready('Dialing.')
  manager.stopping('over', 1)
  await manager.beat(new AbortController().signal)
  expect(warned).toEqual([])
  for (const socket of ['vsock:2:1234', 'relative', '@', `/${'x'.repeat(200)}`]) {
    expect(engine({ NOTIFY_SOCKET: socket }).warned).toEqual(['systemd.unreachable'])
  }
})

test('an address is what the kernel calls one: a path ends in zero, an abstract name begins with it', () => {
  expect([...(notifyAddress('/a') ?? [])]).toEqual([1, 0, 47, 97, 0])
  expect([...(notifyAddress('@a') ?? [])]).toEqual([1, 0, 0, 97])
})
