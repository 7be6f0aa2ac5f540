import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Scope } from '../kernel/scope.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { LiveCall } from '../session/registry.ts'
import { holdUpkeep, isUpkeepHeld } from './upkeep-folder.ts'
import { UpkeepWatch } from './upkeep-watch.ts'

const signal = new AbortController().signal
const call = (phase: LiveCall['phase']): LiveCall => ({
  id: 'a',
  direction: 'outbound',
  line: { number: '1' },
  scenario: 'sina',
  startedAt: 0,
  phase,
})

async function house(work: (dir: string) => Promise<void> | void): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-watch-'))
  try {
    await work(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

test('nobody is called or answered while an upgrade is at work, and all goes on within a second when it is over', async () => {
  await house(async (dataDir) => {
    const clock = new TestClock()
    const gates: string[] = []
    const watch = new UpkeepWatch({
      isHeld: () => isUpkeepHeld(dataDir),
      clock,
      live: () => [],
      gates: { shut: (name) => void gates.push(`shut ${name}`), open: (name) => void gates.push(`open ${name}`) },
    })
    await using scope = new Scope(signal)
    scope.spawn((inner) => watch.run(inner).catch(() => undefined))
    await watch.whileHeld(signal)
    const held = holdUpkeep(dataDir)
    await clock.advance(1_000)
    expect([watch.isHeld, gates]).toEqual([true, ['shut upgrade']])
    let answered = false
    scope.spawn(async (inner) => {
      await watch.whileHeld(inner)
      answered = true
    })
    await clock.advance(5_000)
    expect(answered).toBe(false)
    held?.[Symbol.dispose]()
    await clock.advance(1_000)
    expect([watch.isHeld, answered, gates]).toEqual([false, true, ['shut upgrade', 'open upgrade']])
  })
})

test('an engine that starts while an upgrade is at work holds still from its first moment', async () => {
  await house((dataDir) => {
    using _held = holdUpkeep(dataDir)
    const gates: string[] = []
    const parts = { isHeld: () => isUpkeepHeld(dataDir), clock: new TestClock(), live: () => [] }
    const watch = new UpkeepWatch({ ...parts, gates: { shut: (name) => void gates.push(name), open: () => undefined } })
    expect([watch.isHeld, gates]).toEqual([true, ['upgrade']])
  })
})

test('what an upgrade that was killed left behind holds nobody', async () => {
  await house((dataDir) => {
    holdUpkeep(dataDir)?.[Symbol.dispose]()
    writeFileSync(join(dataDir, 'upkeep', 'held'), '')
    expect(isUpkeepHeld(dataDir)).toBe(false)
  })
})

test('one at a time', async () => {
  await house((dataDir) => {
    using _first = holdUpkeep(dataDir)
    expect(holdUpkeep(dataDir)).toBeUndefined()
  })
})

test('the calls are handed over once those that would be cut have ended; those with an operator and those who wait are not waited for', async () => {
  await house(async (dataDir) => {
    using _held = holdUpkeep(dataDir)
    const clock = new TestClock()
    let live: readonly LiveCall[] = [call('with_operator'), call('talking'), call('waiting')]
    const gates = { shut: () => undefined, open: () => undefined }
    const watch = new UpkeepWatch({ isHeld: () => isUpkeepHeld(dataDir), clock, live: () => live, gates })
    let over = false
    await using scope = new Scope(signal)
    scope.spawn(async (inner) => {
      await watch.handedOver(inner)
      over = true
    })
    await clock.advance(60_000)
    expect(over).toBe(false)
    live = [call('with_operator'), call('waiting')]
    await clock.advance(1_000)
    expect(over).toBe(true)
  })
})
