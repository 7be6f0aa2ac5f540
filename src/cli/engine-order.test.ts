import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { controlSocket, serveControl } from '../app/control.ts'
import type { Held } from '../web/control.ts'
import { sampleStatus } from '../web/sample-status.ts'
import { UsageError } from './command.ts'
import { drainCommand } from './drain.ts'
import { tellChanged } from './engine-client.ts'
import { PaperTerminal } from './paper-terminal.ts'
import { pauseCommand } from './pause.ts'
import { resumeCommand } from './resume.ts'

/** A terminal beside an engine that notes its orders. */
class Beside implements AsyncDisposable {
  readonly terminal = new PaperTerminal()
  readonly told: string[] = []
  readonly #serving: AsyncDisposable

  constructor(held: Held = { holding: [], liveCalls: 1 }) {
    this.#serving = serveControl(this.terminal.folder, {
      status: () => sampleStatus(),
      trusted: {
        controls: {
          pause: (because) => this.told.push(`pause: ${because}`),
          resume: () => this.told.push('resume'),
          drain: () => this.told.push('drain'),
          changed: () => this.told.push('changed'),
        },
        held: () => held,
        why: () => ({ kind: 'unknown', advice: '' }),
      },
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#serving[Symbol.asyncDispose]()
    this.terminal[Symbol.dispose]()
  }
}

test('pause hands on the reason and says how to go on', async () => {
  await using beside = new Beside()
  expect(await beside.terminal.run(pauseCommand, 'the', 'trunk', 'is', 'repaired')).toBe(0)
  expect(await beside.terminal.run(pauseCommand)).toBe(0)
  expect(beside.told).toEqual(['pause: the trunk is repaired', 'pause: paused by hand'])
  expect(beside.terminal.out).toContain('1 call is up')
  expect(beside.terminal.out).toContain('salehi resume')
})

test('resume says what still holds dialing, with what opens it', async () => {
  await using beside = new Beside({
    holding: [{ name: 'window', because: 'it is late', opens: 'opens at 09:00' }],
    liveCalls: 0,
  })
  expect(await beside.terminal.run(resumeCommand)).toBe(0)
  expect([beside.told, beside.terminal.out]).toEqual([
    ['resume'],
    'Resumed, but dialing is still held:\n  window: it is late\n    → opens at 09:00\n',
  ])
})

test('resume says when nothing holds dialing', async () => {
  await using beside = new Beside()
  await beside.terminal.run(resumeCommand)
  expect(beside.terminal.out).toBe('Resumed: nothing holds dialing any more.\n')
})

test('drain says how many calls are waited for', async () => {
  await using beside = new Beside({ holding: [], liveCalls: 0 })
  expect(await beside.terminal.run(drainCommand)).toBe(0)
  expect([beside.told, beside.terminal.out]).toEqual([
    ['drain'],
    'Draining: no more numbers are dialled; no call is up, and salehi ends when none is.\n',
  ])
})

test('without an engine, or beside the socket of one that died, an order fails and says so', async () => {
  using terminal = new PaperTerminal()
  for (const command of [pauseCommand, resumeCommand, drainCommand]) {
    expect(await terminal.run(command)).toBe(1)
    expect(terminal.err).toContain('salehi does not run on DATA_DIR')
  }
  await using _other = Bun.serve({ unix: controlSocket(terminal.folder), fetch: () => new Response('hello') })
  expect(await terminal.run(pauseCommand)).toBe(1)
  expect(terminal.err).toContain('does not answer')
  rmSync(controlSocket(terminal.folder), { force: true })
})

test('what an engine refuses is told in its words', async () => {
  await using beside = new Beside()
  expect(await beside.terminal.run(pauseCommand, 'x'.repeat(201))).toBe(1)
  expect(beside.terminal.err).toContain('in at most 200 letters')
  expect(beside.told).toEqual([])
})

test('a running engine is told of a change; where none runs nothing happens', async () => {
  const signal = new AbortController().signal
  await using beside = new Beside()
  await tellChanged(beside.terminal.folder, signal)
  expect(beside.told).toEqual(['changed'])
  using alone = new PaperTerminal()
  await tellChanged(alone.folder, signal)
})

test('an order takes no words it would not use', async () => {
  using terminal = new PaperTerminal()
  for (const command of [resumeCommand, drainCommand]) {
    await expect(terminal.run(command, 'now')).rejects.toThrow(UsageError)
  }
})
