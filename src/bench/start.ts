import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBox } from '../e2e/box.ts'
import { runSalehi } from '../e2e/command-run.ts'
import { type Engine, startEngine } from '../e2e/engine.ts'
import { ari } from '../e2e/rig/ari-probe.ts'
import type { Asterisk } from '../e2e/rig/asterisk.ts'

/**
 * How soon the built executable hears Asterisk, and what it takes while nothing happens: `bun src/bench/start.ts`.
 * Prints a Markdown table; a real Asterisk is started for it.
 */
const warmStarts = 7
const idleMs = 10_000
const askMs = 2

const { signal } = new AbortController()
await using box = await startBox({ company: 'sina' }, signal)
const settings = box.settingsWithoutPanel

const cold = await timeToFirstEvent()
const warm: number[] = []
for (let start = 0; start < warmStarts; start++) warm.push(await timeToFirstEvent())
const versions: number[] = []
for (let run = 0; run < warmStarts; run++) versions.push(await timed(() => runSalehi({ args: ['version'] }, signal)))
const idle = await measureIdle()

for (const [what, figure] of [
  ['what', 'measured'],
  ['---', '---'],
  ['start to first ARI event, prompts to be converted', ms([cold])],
  [`start to first ARI event, prompts in place, ${warm.length} starts`, ms(warm)],
  [`\`salehi version\`, ${versions.length} runs`, ms(versions)],
  [
    `resident memory, idle ${idleMs / 1_000} s after the start`,
    `${idle.rssMb} MB (${idle.privateMb} MB of it private)`,
  ],
  ['processor time while idle', `${idle.processor} % of one core`],
]) {
  console.log(`| ${what} | ${figure} |`)
}

/** From the start of the process to an event of Asterisk's it was sent, in milliseconds. */
async function timeToFirstEvent(): Promise<number> {
  const startedMs = performance.now()
  await using engine = startEngine({ args: ['run'], settings })
  await untilHeard(box.rig.pbx, engine)
  return performance.now() - startedMs
}

/** Sends an event to the application until somebody listens: Asterisk refuses it as long as nobody does. */
async function untilHeard(asterisk: Asterisk, engine: Engine): Promise<void> {
  const request = { method: 'POST', path: '/events/user/Bench', query: { application: 'salehi' } } as const
  const ended = engine.exited.then((code) => {
    throw new Error(`The executable ended with ${code}:\n${engine.output}`)
  })
  ended.catch(() => undefined) // it ends in order once it was heard
  for (;;) {
    const sent = await Promise.race([
      ari(asterisk, request, signal).then(
        () => true,
        () => false,
      ),
      ended,
    ])
    if (sent) return
    await sleep(askMs)
  }
}

async function measureIdle(): Promise<{ rssMb: number; privateMb: number; processor: string }> {
  await using engine = startEngine({ args: ['run'], settings })
  await engine.line(/ari\.up/, AbortSignal.timeout(10_000))
  await sleep(idleMs)
  const before = ticks(engine.pid)
  await sleep(idleMs)
  const used = ticks(engine.pid) - before
  // The kernel counts a hundred ticks a second on every machine Asterisk is met on.
  const processor = ((used * 10) / idleMs) * 100
  return {
    rssMb: memoryMb(engine.pid, 'VmRSS'),
    privateMb: memoryMb(engine.pid, 'RssAnon'),
    processor: processor.toFixed(1),
  }
}

function memoryMb(pid: number, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(line?.[1]) / 1_024)
}

/** Processor time so far, user and system. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

/** The middle, and from the least to the most where there are several. */
function ms(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
  if (sorted.length === 1) return `${middle} ms`
  return `${middle} ms (${Math.round(sorted[0] ?? 0)}–${Math.round(sorted.at(-1) ?? 0)})`
}
