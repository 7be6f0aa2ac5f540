import { join, resolve } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { version } from '../app/version.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { asStartFault } from '../upkeep/as-start-fault.ts'
import { type BackupSources, makeBackup } from '../upkeep/backup/make-backup.ts'
import { megabytes } from '../upkeep/stamp.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { loadSettings, settingsFor } from './settings.ts'

/** `salehi backup`. */
export const backupCommand: Command = {
  name: 'backup',
  usage: 'backup FILE [--with-secrets]',
  summary: 'everything that is kept, in one file; also while salehi runs',
  details: [
    '  FILE            the file to write, for example /var/backups/salehi-monday.tar; one of that name is replaced',
    '  --with-secrets  also the passwords and tokens of the settings; without it their values are left out',
    '',
    '  In it: the database as it is at one instant (lists, calls, what was said, reports, do-not-call), the settings, your',
    '  own scenarios with the do-not-call files beside them, your own prompts. Not in it: recordings of callers and logs.',
    '  It is a tar file with a manifest.json that names every file with its hash: "tar -tvf FILE" opens it. It holds phone',
    '  numbers and what people said: only its owner may read it (mode 0600), keep it so. Calls go on meanwhile.',
    '  Put it back with: salehi restore FILE',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, { 'with-secrets': 'boolean' }, 1)
    const [file] = options.words
    if (file === undefined) throw new UsageError('backup needs a file to write, for example: salehi backup monday.tar')
    const path = resolve(terminal.cwd, file)
    const begunMs = clock.elapsed()
    const withSecrets = options.has('with-secrets')
    const made = await asStartFault(
      `${path} was not written`,
      makeBackup(sourcesOf(terminal), path, { withSecrets, clock }, signal),
    )
    const { rows } = made.database
    const seconds = ((clock.elapsed() - begunMs) / 1_000).toFixed(1)
    terminal.out(
      `${path}: ${megabytes(Bun.file(path).size)} in ${seconds} s; ${rows['calls'] ?? 0} calls, ${rows['contacts'] ?? 0} contacts, ${rows['do_not_call'] ?? 0} on the do-not-call list, ${made.files.length - 1} other files`,
    )
    if (made.from.settings === undefined)
      terminal.out('There is no settings file; settings of the environment are not in it.')
    else if (!made.secrets) terminal.out('Passwords and tokens were left out (--with-secrets takes them in).')
    return exitCodes.ok
  },
}

function sourcesOf(terminal: Terminal): BackupSources {
  const { data, scenariosDir, company } = settingsFor(terminal, [])
  const { file } = loadSettings(terminal, []).sources
  return {
    dataDir: data.dir,
    ...(file === undefined ? {} : { settingsFile: file }),
    ...(scenariosDir === undefined ? {} : { scenariosDir: resolve(terminal.cwd, scenariosDir) }),
    audioDir: join(terminal.home, 'assets', 'audio'),
    ...(company === undefined ? {} : { company }),
    salehi: { version: version.number, commit: version.commit },
  }
}
