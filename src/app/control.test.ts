import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Gates } from '../dialer/gates.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { Pause } from '../store/pause.ts'
import { SampleRows } from '../store/sample-rows.ts'
import { sampleStatus } from '../web/sample-status.ts'
import { controlSocket, engineControls, keepPause, serveControl } from './control.ts'
import { StartFault } from './start-fault.ts'

class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'salehi-control-'));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

const ports = { status: () => sampleStatus() }
const health = async (folder: string): Promise<number> =>
  (await fetch('http://salehi/healthz', { unix: controlSocket(folder) })).status

test('the socket serves its owner and group, and is gone with the engine', async () => {
  using folder = new Folder()
  const serving = serveControl(folder.path, ports)
  expect(await health(folder.path)).toBe(200)
  expect(statSync(controlSocket(folder.path)).mode & 0o777).toBe(0o660)
  await serving[Symbol.asyncDispose]()
  expect(existsSync(controlSocket(folder.path))).toBe(false)
})

test('the socket of an engine that died is replaced', async () => {
  using folder = new Folder()
  const script = `Bun.serve({ unix: ${JSON.stringify(controlSocket(folder.path))}, fetch: () => new Response() }); console.log('up')`
  const dying = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  await dying.stdout.getReader().read()
  dying.kill('SIGKILL')
  await dying.exited
  expect(statSync(controlSocket(folder.path)).isSocket()).toBe(true)
  await using _serving = serveControl(folder.path, ports)
  expect(await health(folder.path)).toBe(200)
})

test('what stands in its place is not deleted', () => {
  using folder = new Folder()
  writeFileSync(controlSocket(folder.path), 'a letter')
  expect(() => serveControl(folder.path, ports)).toThrow(StartFault)
  expect(() => serveControl(folder.path, ports)).toThrow('is in the way')
})

test('a folder may lie deeper than the path of a socket may be long', async () => {
  using folder = new Folder()
  const deep = join(folder.path, 'd'.repeat(110))
  mkdirSync(deep)
  await using _serving = serveControl(deep, ports)
  expect(await health(deep)).toBe(200)
})

/** An engine on paper under a person's orders. */
class Ordered implements Disposable {
  readonly rows = new SampleRows()
  readonly clock = new TestClock()
  readonly did: string[] = []
  readonly pause = new Pause(this.rows.db)
  readonly gates = new Gates(this.clock, () => undefined)
  readonly controls = engineControls({
    pause: this.pause,
    gates: this.gates,
    end: () => this.did.push('end'),
    wake: () => this.did.push('wake'),
    clock: this.clock,
    log: silentLog,
  })

  get shut(): readonly string[] {
    return this.gates.closed.map(({ name }) => name)
  }

  [Symbol.dispose](): void {
    this.rows[Symbol.dispose]()
  }
}

test('a pause shuts its gate and is kept for the next start', () => {
  using it = new Ordered()
  it.controls.pause('lunch')
  expect(it.gates.closed).toMatchObject([{ name: 'paused', because: 'lunch' }])
  const next = new Gates(it.clock, () => undefined)
  keepPause({
    pause: it.pause,
    gates: { shut: next.shut.bind(next), open: next.open.bind(next), tryNow: () => undefined },
  })
  expect(next.closed).toMatchObject([{ name: 'paused', because: 'lunch' }])
})

test('to resume opens what was paused and tries what failures shut, but nothing else', () => {
  using it = new Ordered()
  it.controls.pause('lunch')
  it.gates.shut('failures', '3 in a row', it.clock.now() + 60_000)
  it.gates.shut('window', 'it is late')
  it.controls.resume()
  expect([it.shut, it.gates.trial, it.pause.get(), it.did]).toEqual([['window'], true, undefined, ['wake']])
})

test('to drain ends the engine, and a change wakes it', () => {
  using it = new Ordered()
  it.controls.drain()
  it.controls.changed()
  expect(it.did).toEqual(['end', 'wake'])
})
