import { exitCodes } from '../app/exit-codes.ts'
import { launch } from '../app/launch.ts'
import { listen } from '../app/listen.ts'
import { openControl } from '../app/open-control.ts'
import { version } from '../app/version.ts'
import { work } from '../app/work.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { settingsFor } from './settings.ts'
import { summaryText } from './summary.ts'

/** `salehi run`. */
export const runCommand: Command = {
  name: 'run',
  usage: '[run] --company NAME [--until-done]',
  summary: "do the day's work: dial the list, answer who calls",
  details: [
    '  --company NAME  whose scenarios and rules; by default the setting COMPANY',
    '  --until-done    end when everybody on the lists (STATIC_CONTACTS, imported ones) is settled, with a summary',
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
    const drain = new AbortController()
    const ending = AbortSignal.any([stop, drain.signal])
    const end = (): void => drain.abort(new ShuttingDown('asked to end when the calls have ended'))
    await using control = openControl(app, parts, { startedAt, end })
    await using _page = listen(config.web.listen, control.page)
    parts.log.info('engine.started', 'salehi has started', { version: version.number, company: config.company })
    const onStop = (): void => {
      app.gates.shut('draining', 'salehi was asked to stop')
      parts.log.info('engine.stopping', 'asked to stop: calls come to their end first; asked again it ends at once', {
        liveCalls: app.registry.live.length,
      })
    }
    ending.addEventListener('abort', onStop, { once: true })
    await work(app, { untilDone, drainMs: config.dialer.drainMs }, ending, cut)
    terminal.out(summaryText(app.store.calls.summary(startedAt)))
    return exitCodes.ok
  },
}
