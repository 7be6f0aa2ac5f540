import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Box, lines, startBox } from './box.ts'
import { demoCallers, demoOperators } from './demo-callers.ts'
import { DemoReplies } from './demo-replies.ts'
import { demoResults } from './demo-result.ts'
import { DemoScreen } from './demo-screen.ts'
import { demoTable } from './demo-table.ts'
import { DemoWatch } from './demo-watch.ts'
import { readKept } from './outreach/kept.ts'
import { remains } from './outreach/remains.ts'
import type { Recognised } from './rig/listen.ts'

/** Longest the campaign may take; who has no report by then differs from what must come of them. */
const longestMs = 110_000
const company = 'sina'

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('Interrupted.')))
process.exitCode = await demonstrate(new DemoScreen(), stop.signal).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})

/** Runs a campaign of «sina» on a real Asterisk and tells of it; the exit code is 0 when everything came as it must. */
async function demonstrate(screen: DemoScreen, signal: AbortSignal): Promise<number> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'salehi-demo-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const database = join(folder, 'data/salehi.db')
  const called = demoCallers.filter(({ calls }) => calls === undefined)
  const heard: Recognised[] = []
  let onHeard = (one: Recognised): void => void heard.push(one)

  screen.line('A telephone exchange, a network full of virtual customers, and stand-ins of the services are started …')
  const numbers = called.map(({ number }, at) => ({ id: 1_001 + at, phone_number: number }))
  const transcribe = (one: Recognised | undefined): string | undefined => {
    if (one !== undefined) onHeard(one)
    return one?.text
  }
  const box = stack.use(await startBox({ company, numbers, agents: demoOperators, transcribe }, signal))
  const watch = new DemoWatch(box, demoCallers, screen)
  const replies = await DemoReplies.of(box.rig, database)
  onHeard = (one) => {
    const who = replies.whoSaid(one, signal).then((number) => watch.says(number ?? 'somebody', one.text))
    who.catch(() => undefined) // the campaign is over, and its folders are gone
  }

  screen.line(`${screen.bold(`salehi --company ${company}`)}: the panel hands out ${called.length} numbers`)
  const engine = stack.use(box.run({ folder, settings: { DIALER_BATCH_SIZE: '50', FAIL_ALERT_THRESHOLD: '100' } }))
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
  const over = new AbortController()
  const watching = watch.run(over.signal)
  await engine.line(/ari\.up/, limit)
  const inbound = callUs(box, watch, limit)
  await box.panel.reports.reached(demoCallers.length, limit).catch(() => undefined)
  await inbound.catch(() => undefined)
  const left = await remains(box.rig.pbx, [], AbortSignal.timeout(5_000))
  engine.kill('SIGTERM')
  const exitCode = await engine.exited
  watch.look()
  over.abort()
  await watching
  signal.throwIfAborted()

  const results = demoResults(demoCallers, readKept(database), box)
  const wrong = [
    ...(exitCode === 0 ? [] : [`the engine ended with ${exitCode}`]),
    ...box.panel.violations.map((violation) => `the panel refused something: ${violation}`),
    ...left.map((channel) => `left behind in Asterisk: ${channel}`),
  ]
  const right = results.filter(({ differences }) => differences.length === 0).length
  screen.line()
  for (const row of demoTable(results, screen)) screen.line(row)
  screen.line()
  for (const fault of wrong) screen.line(screen.bad(fault))
  const took = `${results.length} customers, ${right} came to what they must`
  const good = right === results.length && wrong.length === 0
  screen.line(good ? screen.good(took) : screen.bad(took))
  return good ? 0 : 1
}

/** Some call us while we call others. */
async function callUs(box: Box, watch: DemoWatch, signal: AbortSignal): Promise<void> {
  const following: Promise<void>[] = []
  for (const caller of demoCallers) {
    if (caller.calls === undefined) continue
    const plan = { did: lines[1], callerId: caller.number, as: caller.calls.as }
    following.push(watch.follow(await box.rig.carrier.callIn(plan, signal), caller, signal))
  }
  await Promise.all(following)
}
