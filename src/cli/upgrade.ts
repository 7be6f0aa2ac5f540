import { basename, resolve } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { version } from '../app/version.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { asStartFault } from '../upkeep/as-start-fault.ts'
import { type Upgraded, undoUpgrade, upgrade } from '../upkeep/upgrade/upgrade.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { settingsFor } from './settings.ts'

const defaults = { calls: 30 * 60, health: 120 } as const

/** `salehi upgrade`. */
export const upgradeCommand: Command = {
  name: 'upgrade',
  usage: 'upgrade FILE [--start] | --undo',
  summary: 'a new executable, no call cut; back by itself if it is not well',
  details: [
    '  FILE              the new executable',
    '  --start           start the engine in the background, as it was started before, where no systemd service does',
    `  --wait SECONDS    how long calls in a scenario are waited for (${defaults.calls})`,
    `  --health SECONDS  how long the new one has to come up well (${defaults.health})`,
    '  --undo            after an upgrade that was killed in its middle: "NAME.old upgrade --undo" brings the old one back',
    '',
    '  First the new one is tried: does it run here, take these settings, scenarios and a copy of the database? Then nobody',
    '  new is called or answered (who rings, rings on), calls in a scenario are waited for, and the engine is stopped;',
    '  conversations with operators go on by themselves and are taken up by the next start. The database is kept as it is',
    '  (DATA_DIR/upkeep/before-upgrade.db), the executable replaced at one stroke (the old one stays as NAME.old), and the',
    '  engine started: a systemd service by systemctl, otherwise by you, or with --start. It is on trial until it has been',
    '  well for a moment. If it is not in time, the old executable comes back and is started, and so does the database',
    '  where the new one has changed it so that the old one cannot use it.',
    '  Exit code 1 when the old one runs, or is in place, as before.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const kinds = { start: 'boolean', wait: 'string', health: 'string', undo: 'boolean' } as const
    const options = readArguments(args, kinds, 1)
    const [file] = options.words
    if (options.has('undo')) return await undo(terminal, signal)
    if (file === undefined) throw new UsageError('upgrade needs the new executable: salehi upgrade ./salehi-new')
    const { data } = settingsFor(terminal, [])
    const target = process.execPath
    if (version.number === 'source tree') throw new UsageError('a source tree is not upgraded; run the executable')
    const order = {
      file: resolve(terminal.cwd, file),
      target,
      dataDir: data.dir,
      around: { cwd: terminal.cwd, env: terminal.env },
      startsItself: options.has('start'),
      limits: {
        callsMs: milliseconds('wait', options.text('wait'), defaults.calls),
        healthMs: milliseconds('health', options.text('health'), defaults.health),
      },
    }
    const begunMs = clock.elapsed()
    const done = await asStartFault(
      `${basename(target)} was not upgraded`,
      upgrade(order, clock, (text) => terminal.out(text), signal),
    )
    return tellUpgraded(done, target, Math.round((clock.elapsed() - begunMs) / 1_000), terminal)
  },
}

async function undo(terminal: Terminal, signal: AbortSignal): Promise<number> {
  const { data } = settingsFor(terminal, [])
  const work = undoUpgrade(process.execPath, data.dir, terminal.env, clock, (text) => terminal.out(text), signal)
  const done = await asStartFault('nothing was undone', work)
  if (done.kind === 'rolled_back' && done.databasePutBack) terminal.out('The database is as it was before the upgrade.')
  terminal.out('The old executable is back in place.')
  return exitCodes.ok
}

function tellUpgraded(done: Upgraded, target: string, seconds: number, { out, err }: Terminal): number {
  const { release } = done
  if (done.kind === 'upgraded') {
    out(`Upgraded to salehi ${release.version} (${release.commit}) in ${seconds} s; the old one is ${target}.old`)
    if (!done.running) out('No engine was running, so none was started.')
    return exitCodes.ok
  }
  err(`salehi: not upgraded: ${done.because}`)
  err(`The old executable is back in place; the new one is ${target}.rejected`)
  if (done.databasePutBack) err('The database is as it was before; that of the new one is in DATA_DIR/upkeep.')
  err(done.running ? 'salehi runs as before.' : 'salehi does not run: start it, and look into its log.')
  return exitCodes.failed
}

function milliseconds(name: string, text: string | undefined, byDefault: number): number {
  if (text === undefined) return byDefault * 1_000
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1_000
  throw new UsageError(`--${name} needs a whole number of seconds, for example --${name} ${byDefault}`)
}
