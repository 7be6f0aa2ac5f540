import { companyFacts } from '../app/company-facts.ts'
import { exitCodes } from '../app/exit-codes.ts'
import { openRecords } from '../app/records.ts'
import { whyOf } from '../app/why.ts'
import type { Config } from '../config/config.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { type Why, whySchema } from '../web/story.ts'
import { readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'
import { askEngine, notRunning } from './engine-client.ts'
import { settingsFor } from './settings.ts'
import { whyText } from './why-text.ts'

/** `salehi why`. */
export const whyCommand: Command = {
  name: 'why',
  usage: 'why NUMBER|CALL-ID',
  summary: 'the story of a number or a call, and what comes next for it',
  details: [
    '  NUMBER   a phone number, however it is written',
    '  CALL-ID  the id of a call, or its first 8 or more letters',
    '',
    '  In order of time: how it came onto the list, each call with what was said and the line of the scenario file that',
    '  was played, how it ended and why, what the panel was told. Works while salehi does not run, too.',
    '  Exit code 1 when nothing is known of it.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const about = readArguments(args, {}, 20).words.join(' ')
    if (about.trim() === '') throw new UsageError('write: salehi why NUMBER, or salehi why CALL-ID')
    const config = settingsFor(terminal, [])
    const { why, remark } = await ask(about, config, signal)
    if (why?.kind === 'story') {
      terminal.out(whyText(why))
      if (remark !== undefined) terminal.err(remark)
      return exitCodes.ok
    }
    terminal.err(why === undefined ? `salehi: ${notRunning(config.data.dir)}; nothing is kept there yet` : whyText(why))
    return exitCodes.failed
  },
}

/** From the running engine, which knows what is going on now; else from the store alone. */
async function ask(
  about: string,
  config: Config,
  signal: AbortSignal,
): Promise<{ readonly why: Why | undefined; readonly remark?: string }> {
  const { data, country } = config
  const asked = await askEngine(data.dir, { method: 'POST', path: '/why', body: { about } }, whySchema, signal)
  if (asked.kind === 'answered') return { why: asked.value }
  using records = openRecords(data.dir)
  if (records === undefined) return { why: undefined }
  const why = whyOf(about, country, records, { ...(await companyFacts(config)), now: clock.now() })
  return asked.kind === 'absent' ? { why } : { why, remark: `(from the store alone: ${asked.because})` }
}
