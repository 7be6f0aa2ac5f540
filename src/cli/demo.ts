import { isatty } from 'node:tty'
import { exitCodes } from '../app/exit-codes.ts'
import { type Launched, launch } from '../app/launch.ts'
import { listen } from '../app/listen.ts'
import { openControl } from '../app/open-control.ts'
import { StartFault } from '../app/start-fault.ts'
import { work } from '../app/work.ts'
import { renderFaults } from '../config/fault.ts'
import { loadConfig } from '../config/load.ts'
import { parsePhoneNumber } from '../domain/phone-number.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { Scope } from '../kernel/scope.ts'
import { demoCustomers, demoOperators } from '../rehearsal/demo/customers.ts'
import { type Paint, paint } from '../rehearsal/demo/paint.ts'
import { demoResults } from '../rehearsal/demo/result.ts'
import { type DemoRig, startDemoRig } from '../rehearsal/demo/rig.ts'
import { demoTable } from '../rehearsal/demo/table.ts'
import { DemoWatch, onThePhone } from '../rehearsal/demo/watch.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import { pageFiles } from '../web/page/files.ts'
import { readArguments } from './arguments.ts'
import type { Command, Terminal } from './command.ts'

/** Longest a day may take; whoever has no record by then is not as they must be. */
const longestMs = 80_000
/** How often is looked for what is new. */
const lookMs = 100
/** Those who call us do so when the campaign is under way. */
const callersAfter = 2
/** The file descriptor of standard output. */
const stdout = 1

/** `salehi demo`. */
export const demoCommand: Command = {
  name: 'demo',
  usage: 'demo',
  summary: 'a day of sina with virtual customers: no Asterisk, no key, no network',
  details: [
    '  The engine runs as it does with "salehi run --company sina --until-done", in real time, against an exchange, a',
    '  telephone network and a recogniser of its own on this machine. It tells who is rung, what they say and how it',
    '  ended, serves the status page, and ends with a table: every customer and what became of them. It takes less than',
    '  a minute, reads no settings, rings nobody and leaves nothing behind.',
    '',
    '  Ctrl-C ends it early. Exit code 1 when something did not come as it must; the table says what.',
  ].join('\n'),
  async run(args, terminal, stop) {
    readArguments(args, {})
    const startedMs = clock.elapsed()
    const ink = paint(isatty(stdout) && !terminal.env['NO_COLOR'])
    await using rig = await startDemoRig()
    const logged: string[] = []
    const day = await live(rig, terminal, ink, stop, (line) => logged.push(line))
    const wrong = [...day.wrong, ...wrongAfter(rig)]
    terminal.out('')
    for (const row of demoTable(day.results, ink)) terminal.out(row)
    terminal.out('')
    for (const fault of wrong) terminal.out(ink.bad(fault))
    const right = day.results.filter(({ differences }) => differences.length === 0).length
    const good = right === day.results.length && wrong.length === 0
    if (!good) for (const line of logged.slice(-20)) terminal.out(ink.faint(line))
    const seconds = Math.round((clock.elapsed() - startedMs) / 1_000)
    const told = `${day.results.length} customers, ${right} came to what they must; ${seconds} s`
    terminal.out(good ? ink.good(told) : ink.bad(told))
    return good ? exitCodes.ok : exitCodes.failed
  },
}

/** Runs the engine until the day is over, and tells of it. */
async function live(rig: DemoRig, terminal: Terminal, ink: Paint, stop: AbortSignal, log: (line: string) => void) {
  const { folder } = rig.house
  const loaded = loadConfig({
    env: rig.settings,
    cwd: folder,
    systemFile: `${folder}/none.env`,
    needs: ['company', 'ari', 'outbound'],
  })
  if (loaded.kind === 'faulty') throw new StartFault(renderFaults(loaded.faults).trimEnd(), exitCodes.failed)
  const { config } = loaded
  const startedAt = clock.now()
  const [cut, limit] = [new AbortController(), new AbortController()]
  await using launched = await launch(
    { config, home: folder, isEngine: true, console: (line) => log(line.trimEnd()), bringsPrompts: false },
    cut.signal,
  )
  const { app, parts } = launched
  const end = (): void => limit.abort(new ShuttingDown('asked to end when the calls have ended'))
  await using control = openControl(app, parts, { startedAt, end, page: pageFiles })
  await using page = listen(config.web.listen, control.page)
  const rung = demoCustomers.filter(({ callsAs }) => callsAs === undefined).length
  terminal.out(`A day of ${config.company}: ${rung} numbers, ${demoOperators.length} operators; nobody real is rung.`)
  terminal.out(`The status page: ${ink.bold(page.url)}`)
  terminal.out('')
  const watch = new DemoWatch(ink)
  const startMs = clock.elapsed()
  const look = (): void => {
    const scene = { calls: rig.pbx.calls, ended: app.store.calls.summary(startedAt) }
    const at = `${((clock.elapsed() - startMs) / 1_000).toFixed(1).padStart(4)} s`
    const up = `${String(onThePhone(rig.pbx.calls)).padStart(2)} on the phone`
    for (const news of watch.look(scene)) terminal.out(`${ink.faint(`${at}  ${up}`)}  ${news}`)
  }
  const wrong: string[] = []
  {
    await using beside = new Scope(cut.signal)
    beside.spawn(async (signal) => {
      for (let called = false; ; await clock.sleep(lookMs, signal)) {
        look()
        if (called || rig.pbx.calls.length < callersAfter) continue
        called = true
        rig.callUs(config.ari.app)
      }
    })
    beside.spawn(async (signal) => {
      await clock.sleep(longestMs, signal)
      const shut = app.gates.closed.map(({ because }) => because)
      wrong.push(
        `It was not over after ${longestMs / 1_000} s. ${shut.length > 0 ? `Not dialing: ${shut.join('; ')}` : ''}`,
      )
      limit.abort(new ShuttingDown('the demonstration takes too long'))
    })
    const ending = AbortSignal.any([stop, limit.signal])
    await work(app, { untilDone: true, drainMs: config.dialer.drainMs }, ending, cut).catch((error: unknown) => {
      if (!(error instanceof ShuttingDown)) throw error
    })
    look()
  }
  if (stop.aborted) wrong.push('It was stopped before its end.')
  return { wrong, results: resultsOf(launched, rig, startedAt) }
}

function resultsOf({ app: { store } }: Launched, rig: DemoRig, startedAt: number) {
  const kept = store.calls.summary(startedAt).flatMap(({ id }) => store.calls.find(id) ?? [])
  return demoResults(demoCustomers, {
    kept,
    calls: rig.pbx.calls,
    barred: (number) => {
      const phone = parsePhoneNumber(number, 'IR')
      return phone !== undefined && store.doNotCall.has(phone)
    },
  })
}

/** What must not be when the engine has ended. */
function wrongAfter({ pbx, recogniser }: DemoRig): readonly string[] {
  const left = Object.entries(pbx.left).filter(([, count]) => count > 0)
  return [
    ...left.map(([what, count]) => `Left behind in the exchange: ${count} ${what}.`),
    ...recogniser.violations.map((violation) => `The recogniser was asked wrongly: ${violation}.`),
  ]
}
