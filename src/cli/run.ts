import type { App } from '../app/app.ts'
import { exitCodes } from '../app/exit-codes.ts'
import { launch } from '../app/launch.ts'
import { listen } from '../app/listen.ts'
import { version } from '../app/version.ts'
import { Bell } from '../kernel/bell.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { race, Scope, whenAborted } from '../kernel/scope.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import type { Status } from '../web/app.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { firstConnection } from './connection.ts'
import { settingsFor } from './settings.ts'
import { summaryText } from './summary.ts'

/** `salehi run`. */
export const runCommand: Command = {
  name: 'run',
  usage: '[run] --company NAME [--until-done]',
  summary: "do the day's work: dial the list, answer who calls",
  details: [
    '  --company NAME  whose scenarios and rules; by default the setting COMPANY',
    '  --until-done    end when every number of a finite list (STATIC_CONTACTS) is settled, with a summary',
    '',
    '  SIGTERM or Ctrl-C: no more dialing, calls come to their end within DRAIN_TIMEOUT; a second one ends at once.',
    '  Exit code 78 when the settings or scenarios are wrong; every fault is listed at once.',
  ].join('\n'),
  async run(args, terminal, stop) {
    const options = readArguments(args, { company: 'string', 'until-done': 'boolean' })
    const untilDone = options.has('until-done')
    const config = settingsFor(terminal, ['company', 'ari', 'outbound'], options.text('company'))
    const startedAt = clock.now()
    const cut = new AbortController()
    await using launched = await launch(
      { config, home: terminal.home, isEngine: true, console: (line) => terminal.out(line.trimEnd()) },
      cut.signal,
    )
    const { app, parts } = launched
    await using _page = listen(config.web.listen, { status: () => statusOf(app, config.company) })
    parts.log.info('engine.started', 'salehi has started', { version: version.number, company: config.company })
    const onStop = (): void =>
      parts.log.info('engine.stopping', 'asked to stop: calls come to their end first; asked again it ends at once', {
        liveCalls: app.registry.live.length,
      })
    stop.addEventListener('abort', onStop, { once: true })
    await work(app, { untilDone, patient: !untilDone, drainMs: config.dialer.drainMs }, stop, cut)
    terminal.out(summaryText(app.store.calls.summary(startedAt)))
    return exitCodes.ok
  },
}

/** How long the first call waits for the panel to know our scenarios and lines. */
const registrationMs = 3_000

interface WorkOptions {
  readonly untilDone: boolean
  /** Whether an Asterisk that does not answer yet is waited for. */
  readonly patient: boolean
  readonly drainMs: number
}

/** Everything that runs while the engine does; ends when the list is done or `stop` aborts and the calls have ended. */
async function work(app: App, options: WorkOptions, stop: AbortSignal, cut: AbortController): Promise<void> {
  await using scope = new Scope(cut.signal)
  scope.spawn((signal) => app.asterisk.run(signal))
  await firstConnection(app.asterisk, options.patient, AbortSignal.any([stop, scope.signal]))
  scope.spawn((signal) => app.worker.run(signal))
  scope.spawn((signal) => app.answer(signal))
  await registered(app, scope)
  const working = Promise.all([app.dialer.run(options.untilDone, stop, scope.signal), untilIdle(app, stop, options)])
  await race<unknown>(
    new AbortController().signal,
    () => working,
    async (signal) => {
      await whenAborted(stop, signal)
      await clock.sleep(options.drainMs, signal)
      cut.abort(new ShuttingDown('the calls took longer to end than DRAIN_TIMEOUT allows'))
    },
  ).catch((error: unknown) => {
    if (!(error instanceof ShuttingDown)) throw error
  })
  await app.drainReports(new AbortController().signal)
}

/** A panel that knows our lines gives them ids, which every report should carry; one that is slow is told meanwhile. */
async function registered(app: App, scope: Scope): Promise<void> {
  const told = new Bell()
  scope.spawn(async (signal) => {
    await app.register(signal)
    told.ring()
  })
  await told.wait(clock, registrationMs, scope.signal)
}

/** Inbound calls too come to their end before the engine does. */
async function untilIdle(app: App, stop: AbortSignal, { untilDone }: WorkOptions): Promise<void> {
  if (untilDone) return
  await whenAborted(stop, new AbortController().signal)
  await app.registry.idle()
}

function statusOf(app: App, company: string): Status {
  const ari = app.asterisk.status()
  return {
    version: version.number,
    company,
    asterisk: {
      up: ari.kind === 'up',
      message: ari.kind === 'up' ? `connected, version ${ari.version}` : 'message' in ari ? ari.message : 'connecting',
    },
    gates: app.gates.closed,
    liveCalls: app.registry.live.length,
    reportsWaiting: app.store.outbox.counts().waiting,
  }
}
