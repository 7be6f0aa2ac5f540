import { join, resolve } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { localTime } from '../app/local-time.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { asStartFault } from '../upkeep/as-start-fault.ts'
import type { Manifest } from '../upkeep/backup/manifest.ts'
import type { Checked } from '../upkeep/restore/check-backup.ts'
import { type Restored, restoreBackup, verifyBackup } from '../upkeep/restore/restore-backup.ts'
import { stampOf } from '../upkeep/stamp.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { settingsFor } from './settings.ts'

/** `salehi restore`. */
export const restoreCommand: Command = {
  name: 'restore',
  usage: 'restore FILE [--verify]',
  summary: 'put a backup back, or look whether it could be',
  details: [
    '  FILE      a file made by "salehi backup"',
    '  --verify  change nothing: compare every hash, look through the whole database, open it with this version, check',
    '            the scenarios; also while salehi runs. Exit code 1 when it could not be restored',
    '',
    '  Stop salehi first. The whole backup is looked through before anything changes; the database, scenarios and prompts',
    '  there were are kept aside, and it is told where. Your settings file is left alone; that of the backup is laid out',
    '  beside it to compare. Who asked not to be called since the backup stays on the do-not-call list, and who was rung',
    '  since counts against the caps. Whom else that database does not know of may be called again: so dialing is paused',
    '  until you say "salehi resume".',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, { verify: 'boolean' }, 1)
    const [file] = options.words
    if (file === undefined) throw new UsageError('restore needs a file, for example: salehi restore monday.tar')
    const path = resolve(terminal.cwd, file)
    const { data, scenariosDir } = settingsFor(terminal, [])
    const stamp = stampOf(clock.now())
    if (options.has('verify')) {
      const checked = await asStartFault(
        `${path} could not be looked through`,
        verifyBackup(path, data.dir, stamp, signal),
      )
      tellVerified(checked, terminal)
      return checked.scenarioProblems.length === 0 ? exitCodes.ok : exitCodes.failed
    }
    const places = {
      dataDir: data.dir,
      ...(scenariosDir === undefined ? {} : { scenariosDir: resolve(terminal.cwd, scenariosDir) }),
      audioDir: join(terminal.home, 'assets', 'audio'),
    }
    tellRestored(
      await asStartFault(`${path} was not restored`, restoreBackup(path, places, stamp, clock, signal)),
      data.dir,
      terminal,
    )
    return exitCodes.ok
  },
}

function tellVerified(
  { manifest, scenarioProblems }: Checked & { readonly manifest: Manifest },
  { out }: Terminal,
): void {
  out(`Whole: ${madeOf(manifest)}`)
  out(`${manifest.files.length} files are as they were written; the database is sound and opens with this salehi.`)
  tellProblems(scenarioProblems, out)
}

function tellRestored(done: Restored, dataDir: string, { out }: Terminal): void {
  out(`Restored: ${madeOf(done.manifest)}`)
  if (done.aside !== undefined) out(`The database there was: ${done.aside}`)
  if (done.carried !== undefined) {
    const { barred, attempts } = done.carried
    out(
      `Taken over from it: ${barred} on the do-not-call list, ${attempts} orders to dial that the backup did not know.`,
    )
  } else if (done.aside !== undefined) {
    out('It could not be read: who asked not to be called since the backup is not known. Enter them: salehi dnc add')
  }
  for (const { place, aside } of done.folders) {
    out(aside === undefined ? `Put in place: ${place}` : `Put in place: ${place}; what was there: ${aside}`)
  }
  for (const path of done.laidOut) out(`Laid out to be compared or copied by hand: ${path}`)
  tellProblems(done.scenarioProblems, out)
  out(`Dialing is paused (DATA_DIR ${dataDir}). Look whether all is there, start salehi, then: salehi resume`)
}

function tellProblems(problems: readonly string[], out: (text: string) => void): void {
  if (problems.length === 0) return
  out('The scenarios of the backup have problems with this version; nobody is called before they are mended:')
  for (const problem of problems) out(`  ${problem}`)
}

function madeOf({ madeAt, company, salehi, database }: Manifest): string {
  const whose = company === undefined ? '' : ` of ${company}`
  const when = localTime(madeAt, Temporal.Now.timeZoneId())
  return `a backup${whose} of ${when}, made by salehi ${salehi.version} (${salehi.commit}); ${database.rows['calls'] ?? 0} calls, ${database.rows['contacts'] ?? 0} contacts`
}
