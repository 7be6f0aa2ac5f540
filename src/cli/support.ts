import { resolve } from 'node:path'
import { z } from 'zod'
import { exitCodes } from '../app/exit-codes.ts'
import { version } from '../app/version.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { asStartFault } from '../upkeep/as-start-fault.ts'
import { type BundleSources, makeBundle } from '../upkeep/support/make-bundle.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { askEngine } from './engine-client.ts'
import { loadSettings } from './settings.ts'

/** `salehi support`. */
export const supportCommand: Command = {
  name: 'support',
  usage: 'support FILE',
  summary: 'one file for whoever helps you: no numbers, words or secrets',
  details: [
    '  FILE  the file to write, for example support.tar',
    '',
    '  In it: versions, settings with secrets masked, status, how the database is built and how much is in it, what the',
    '  doctor finds, free disk, names of your scenarios, the latest lines of app.log. Phone numbers, what people said,',
    '  names, passwords and tokens are taken out. It is a tar file of texts: "tar -xOf FILE" shows all of it; look at it',
    '  before you send it.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const [file] = readArguments(args, {}, 1).words
    if (file === undefined) throw new UsageError('support needs a file to write, for example: salehi support help.tar')
    const path = resolve(terminal.cwd, file)
    const work = makeBundle(await sourcesOf(terminal, signal), path, clock, signal)
    const names = await asStartFault(`${path} was not written`, work)
    terminal.out(`${path}: ${names.join(', ')}. Look at it before you send it: tar -xOf ${file}`)
    return exitCodes.ok
  },
}

async function sourcesOf(terminal: Terminal, signal: AbortSignal): Promise<BundleSources> {
  const loaded = loadSettings(terminal, [])
  const own = version.number === 'source tree' ? undefined : [process.execPath, 'doctor', '--json']
  const written = (name: 'DATA_DIR' | 'AST_RECORDING_DIR' | 'SCENARIOS_DIR'): string | undefined =>
    loaded.sources.written.get(name)?.text.trim()
  // Faulty settings are no reason not to be helped.
  const dataDir = resolve(terminal.cwd, written('DATA_DIR') ?? './data')
  const scenariosDir = written('SCENARIOS_DIR')
  const asked = await askEngine(dataDir, { method: 'GET', path: '/status' }, z.unknown(), signal)
  return {
    dataDir,
    sources: loaded.sources,
    ...(scenariosDir === undefined ? {} : { scenariosDir: resolve(terminal.cwd, scenariosDir) }),
    recordingDir: resolve(terminal.cwd, written('AST_RECORDING_DIR') ?? '/var/spool/asterisk/recording'),
    salehi: { version: version.number, commit: version.commit },
    ...(asked.kind === 'answered' ? { status: asked.value } : {}),
    ...(own === undefined ? {} : { doctor: own }),
    cwd: terminal.cwd,
    env: terminal.env,
  }
}
