import { companyFacts } from '../app/company-facts.ts'
import { exitCodes } from '../app/exit-codes.ts'
import type { Config } from '../config/config.ts'
import { type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import type { DoNotCall } from '../store/do-not-call.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { openData } from './data-store.ts'
import { importNumbers } from './dnc-import.ts'
import { listNumbers } from './dnc-list.ts'
import { because } from './dnc-text.ts'
import { tellChanged } from './engine-client.ts'
import { settingsFor } from './settings.ts'

/** `salehi dnc`. */
export const dncCommand: Command = {
  name: 'dnc',
  usage: 'dnc add|remove|import|list [NUMBER…]',
  summary: 'the do-not-call list: numbers that are never rung',
  details: [
    '  dnc add NUMBER…      bar numbers; --note TEXT says why',
    '  dnc remove NUMBER…   let them be rung again; where the person asked for it on a call, only with --yes',
    '  dnc import FILE      bar every number of a text or CSV file (first column); --note TEXT. Rows that are no number',
    '                       are named, the others are taken',
    '  dnc list             everyone on the list, the oldest first; --json: one JSON array',
    '',
    '  Numbers are read as COUNTRY writes them, +98 and Persian digits too. A running engine honours a change with its next',
    '  call. Files that company.yaml names (do_not_call) are read when the engine starts. Exit code 1 when something was',
    '  not taken.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const options = readArguments(args, { note: 'string', yes: 'boolean', json: 'boolean' }, Number.POSITIVE_INFINITY)
    const [action, ...words] = options.words
    const config = settingsFor(terminal, [])
    if (action === 'list') {
      if (words.length > 0) throw new UsageError('dnc list takes no numbers')
      const { zone } = await companyFacts(config)
      using store = openData(config, false)
      return listNumbers(store.doNotCall, { json: options.has('json'), zone }, terminal)
    }
    const code = await change({ action, words, options, config }, terminal, signal)
    await tellChanged(config.data.dir, signal)
    return code
  },
}

interface Order {
  readonly action: string | undefined
  readonly words: readonly string[]
  readonly options: Arguments
  readonly config: Config
}

async function change(
  { action, words, options, config }: Order,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  if (action === 'add') return add(options, words, config, terminal)
  if (action === 'remove') return remove(options, words, config, terminal)
  if (action !== 'import')
    throw new UsageError('write: salehi dnc add NUMBER…, dnc remove NUMBER…, dnc import FILE or dnc list')
  const [file, more] = words
  if (file === undefined || more !== undefined) throw new UsageError('write: salehi dnc import FILE')
  using store = openData(config, true)
  const what = { file, country: config.country, note: options.text('note') }
  return await importNumbers(what, store.doNotCall, terminal, signal)
}

function add(options: Arguments, words: readonly string[], config: Config, terminal: Terminal): number {
  const phones = phonesOf(words, config.country)
  using store = openData(config, true)
  const fresh = store.doNotCall.enter(phones, clock.now(), options.text('note'))
  terminal.out(`${fresh} added${fresh === phones.length ? '' : `, ${phones.length - fresh} stood there already`}`)
  return exitCodes.ok
}

async function remove(
  options: Arguments,
  words: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const { zone } = await companyFacts(config)
  const phones = phonesOf(words, config.country)
  using store = openData(config, false)
  let code: number = exitCodes.ok
  for (const phone of phones) {
    const refused = removeOne(phone, store.doNotCall, options.has('yes'), zone)
    if (refused === undefined) terminal.out(`${phone} may be rung again`)
    else {
      terminal.err(refused)
      code = exitCodes.failed
    }
  }
  return code
}

/** Why the number still must not be rung; undefined when it may. */
function removeOne(phone: PhoneNumber, list: DoNotCall, sure: boolean, zone: string | undefined): string | undefined {
  const reasons = list.reasons(phone)
  if (reasons.length === 0) return `${phone} is not on the do-not-call list`
  const told = reasons.map((reason) => because(reason, zone)).join('; ')
  if (!sure && reasons.some(({ source }) => source === 'spoken')) {
    return `${phone} stays: ${told}. If they have agreed to be called again since, write --yes`
  }
  list.remove(phone)
  const file = reasons.find(({ source }) => source === 'file')
  if (file === undefined) return undefined
  return `${phone} stays: ${because(file, zone)}. Take it out of that file and restart salehi`
}

function phonesOf(words: readonly string[], country: string): readonly PhoneNumber[] {
  if (words.length === 0) throw new UsageError('give the numbers, for example: salehi dnc add 09120000001')
  const phones = words.map((word) => {
    const phone = parsePhoneNumber(word, country)
    if (phone === undefined)
      throw new UsageError(`"${word}" is no phone number (COUNTRY=${country}); nothing was changed`)
    return phone
  })
  return [...new Set(phones)]
}
