import { companyFacts } from '../app/company-facts.ts'
import { exitCodes } from '../app/exit-codes.ts'
import { openRecords } from '../app/records.ts'
import type { Config } from '../config/config.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { type Kept, type Reported, statusSchema } from '../web/status.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { askEngine, notRunning } from './engine-client.ts'
import { settingsFor } from './settings.ts'
import { keptText, statusText } from './status-text.ts'

/** `salehi status`. */
export const statusCommand: Command = {
  name: 'status',
  usage: 'status [--json]',
  summary: 'is it dialing, and if not, why; queue, lines, calls that are up',
  details: [
    '  --json  the same for programs: {"running": true, "dialing": {"kind", "text"}, "gates", "lines", "queue", …}, times in',
    '          milliseconds since 1970',
    '',
    '  The first line says what holds or limits dialing now. While salehi does not run it shows what is kept, and the',
    '  exit code is 1.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, { json: 'boolean' })
    const config = settingsFor(terminal, [])
    const reported = await report(config, signal)
    if (options.has('json')) terminal.out(JSON.stringify(reported))
    else terminal.out(await reportedText(reported, config))
    return reported.running ? exitCodes.ok : exitCodes.failed
  },
}

async function report({ data }: Config, signal: AbortSignal): Promise<Reported> {
  const asked = await askEngine(data.dir, { method: 'GET', path: '/status' }, statusSchema, signal)
  if (asked.kind === 'answered') return { running: true, ...asked.value }
  const because = asked.kind === 'absent' ? notRunning(data.dir) : asked.because
  const kept = keptIn(data.dir)
  return { running: false, because, ...(kept === undefined ? {} : { kept }) }
}

function keptIn(dataDir: string): Kept | undefined {
  using records = openRecords(dataDir)
  return records?.kept(clock.now())
}

async function reportedText(reported: Reported, config: Config): Promise<string> {
  if (reported.running) return statusText(reported)
  const { because, kept } = reported
  const first = `Not dialing: ${because}`
  if (kept === undefined) return first
  const { zone } = await companyFacts(config)
  return [first, '', keptText(kept, { zone, at: clock.now() })].join('\n')
}
