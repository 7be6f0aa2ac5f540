import { exitCodes } from '../app/exit-codes.ts'
import { showFailedStart, startFaultIn } from '../app/failed-start.ts'
import { launch } from '../app/launch.ts'
import { listen } from '../app/listen.ts'
import { openControl } from '../app/open-control.ts'
import type { StartFault } from '../app/start-fault.ts'
import { version } from '../app/version.ts'
import { work } from '../app/work.ts'
import { systemSettingsFile } from '../config/load.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { Scope } from '../kernel/scope.ts'
import { openAppLog } from '../logs/app-log.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import { openServiceManager, type ServiceManager } from '../systemd/service-manager.ts'
import { pageFiles } from '../web/page/files.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { loadSettings, settingsFor } from './settings.ts'
import { summaryText } from './summary.ts'

/** How often the service manager's line about us is brought up to date; sooner at first, when Asterisk has had time to answer. */
const [firstStatusMs, statusEveryMs] = [2_000, 10_000]
/** What an end may take beside the calls: the last reports, the database. */
const endsWithinMs = 30_000

interface RunOptions {
  readonly company: string | undefined
  readonly untilDone: boolean
}

/** `salehi run`. */
export const runCommand: Command = {
  name: 'run',
  usage: '[run] --company NAME [--until-done]',
  summary: "do the day's work: dial the list, answer who calls",
  details: [
    '  --company NAME     whose scenarios and rules; by default the setting COMPANY',
    '  --until-done       end when everybody on the lists (STATIC_CONTACTS, imported ones) is settled, with a summary',
    '  --page-on-failure  a start that fails is a page at WEB_LISTEN that names every fault, and is tried again when a',
    '                     settings or scenario file changes, and every 30 s; for a service',
    '',
    '  SIGTERM or Ctrl-C: no more dialing, calls come to their end within DRAIN_TIMEOUT; a second one ends at once.',
    '  Exit code 78 when the settings or scenarios are wrong; every fault is listed at once.',
    '  As a systemd service (Type=notify) it tells when it is ready and how it is, and feeds the watchdog.',
  ].join('\n'),
  async run(args, terminal, stop) {
    const given = readArguments(args, { company: 'string', 'until-done': 'boolean', 'page-on-failure': 'boolean' })
    const options: RunOptions = { company: given.text('company'), untilDone: given.has('until-done') }
    const showsFaults = given.has('page-on-failure')
    if (showsFaults && options.untilDone) {
      throw new UsageError('--until-done ends by itself, --page-on-failure never does: write one of them')
    }
    await using early = openAppLog({ level: 'warn', console: (line) => terminal.out(line.trimEnd()), clock })
    using manager = openServiceManager({ env: terminal.env, pid: process.pid, clock, log: early.log })
    await using scope = new Scope(new AbortController().signal)
    scope.spawn((signal) => manager.beat(signal))
    for (let told = ''; ; ) {
      try {
        return await day(options, terminal, manager, stop)
      } catch (error) {
        const fault = startFaultIn(error)
        if (fault === undefined || !showsFaults || stop.aborted) throw error
        if (fault.message !== told) terminal.err(fault.message)
        told = fault.message
        await explain(fault, options, terminal, manager, stop)
      }
    }
  },
}

/** One run of the engine, from the settings to the last report. */
async function day(
  { company, untilDone }: RunOptions,
  terminal: Terminal,
  manager: ServiceManager,
  stop: AbortSignal,
): Promise<number> {
  const config = settingsFor(terminal, ['company', 'ari', 'outbound'], company)
  const startedAt = clock.now()
  const cut = new AbortController()
  await using launched = await launch(
    { config, home: terminal.home, isEngine: true, console: (line) => terminal.out(line.trimEnd()) },
    cut.signal,
  )
  const { app, parts } = launched
  const drain = new AbortController()
  const ending = AbortSignal.any([stop, drain.signal])
  const end = (): void => drain.abort(new ShuttingDown('asked to end when the calls have ended'))
  await using control = openControl(app, parts, { startedAt, end, page: pageFiles })
  await using _page = listen(config.web.listen, control.page)
  parts.log.info('engine.started', 'salehi has started', { version: version.number, company: config.company })
  const headline = (): string => control.page.status().dialing.text
  manager.ready('Started; Asterisk is asked for first')
  const onStop = (): void => {
    const liveCalls = app.registry.live.length
    manager.stopping(`Stopping; calls that come to their end first: ${liveCalls}`, config.dialer.drainMs + endsWithinMs)
    app.gates.shut('draining', 'salehi was asked to stop')
    parts.log.info('engine.stopping', 'asked to stop: calls come to their end first; asked again it ends at once', {
      liveCalls,
    })
  }
  ending.addEventListener('abort', onStop, { once: true })
  await using telling = new Scope(AbortSignal.any([cut.signal, ending]))
  telling.spawn(async (signal) => {
    for (let waitMs: number = firstStatusMs; ; waitMs = statusEveryMs) {
      await clock.sleep(waitMs, signal)
      manager.status(headline())
    }
  })
  await work(app, { untilDone, drainMs: config.dialer.drainMs }, ending, cut)
  terminal.out(summaryText(app.store.calls.summary(startedAt)))
  return exitCodes.ok
}

/** Shows why there is no start until another try is worth it; for the service manager that is a start too. */
async function explain(
  fault: StartFault,
  { company }: RunOptions,
  terminal: Terminal,
  manager: ServiceManager,
  stop: AbortSignal,
): Promise<void> {
  const { sources } = loadSettings(terminal, [], company)
  const onServed = (url: string): void => {
    terminal.err(`salehi has not started: ${url} says why. It is tried again when a file changes, and every 30 s.`)
    manager.ready(`Not started: ${fault.message.split('\n', 1)[0] ?? ''}`)
  }
  const { cwd, home } = terminal
  const place = { sources, systemFile: systemSettingsFile, cwd, home, clock, onServed }
  await showFailedStart(fault, place, stop).catch((error: unknown) => {
    if (stop.aborted) manager.stopping('Stopping', endsWithinMs)
    throw error
  })
}
