import { companyFacts } from '../app/company-facts.ts'
import { exitCodes } from '../app/exit-codes.ts'
import { localTime } from '../app/local-time.ts'
import type { Config } from '../config/config.ts'
import type { ListedEntry, OutboxState, StoredOutbox } from '../store/outbox.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { openData } from './data-store.ts'
import { tellChanged } from './engine-client.ts'
import { confirmed } from './outbox-confirmed.ts'
import { outboxAsJson, outboxText } from './outbox-text.ts'
import { settingsFor } from './settings.ts'

/** `salehi outbox`. */
export const outboxCommand: Command = {
  name: 'outbox',
  usage: 'outbox list|resend|drop [ID…]',
  summary: 'what the panel is still owed: see it, send it, drop it',
  details: [
    '  outbox list             what waits to be sent, and what was refused and set aside',
    '      --all               also what was delivered or dropped',
    '      --bodies            with what is sent: phone numbers and what people said',
    '      --json              one JSON array',
    '  outbox resend ID…       send these now, be they waiting, set aside or dropped',
    '      --all-set-aside     send everything that was set aside',
    '  outbox drop ID…         never send these; they stay on record as dropped',
    '      --yes               without asking',
    '',
    '  Each goes out again under the key it had: a panel that knows the key counts it once. Works beside a running engine.',
    '  Exit code 1 when an ID could not be handled.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const kinds = {
      all: 'boolean',
      bodies: 'boolean',
      json: 'boolean',
      'all-set-aside': 'boolean',
      yes: 'boolean',
    } as const
    const options = readArguments(args, kinds, Number.POSITIVE_INFINITY)
    const [action, ...words] = options.words
    const config = settingsFor(terminal, [])
    if (action === 'list') return list(options, words, config, terminal)
    const change = action === 'resend' ? resend : action === 'drop' ? drop : undefined
    if (change === undefined) throw new UsageError('write: salehi outbox list, outbox resend ID… or outbox drop ID…')
    const code = await change(options, words, config, terminal)
    await tellChanged(config.data.dir, signal)
    return code
  },
}

const pageSize = 200
/** So many go in one transaction: the engine waits meanwhile. */
const atOnce = 500

async function list(options: Arguments, words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
  if (words.length > 0) throw new UsageError('outbox list takes no ID; write --all to see everything')
  const { zone } = await companyFacts(config)
  using store = openData(config, false)
  const states: readonly OutboxState[] = options.has('all')
    ? ['waiting', 'set_aside', 'delivered', 'dropped']
    : ['waiting', 'set_aside']
  const bodies = options.has('bodies')
  const json = options.has('json')
  if (json) terminal.out('[')
  let shown = 0
  for (const entry of everything(store.outbox, states)) {
    if (json) terminal.out(`${shown === 0 ? ' ' : ','}${outboxAsJson(entry, bodies)}`)
    else terminal.out(outboxText(entry, bodies, zone))
    shown++
  }
  if (json) {
    terminal.out(']')
    return exitCodes.ok
  }
  const { waiting, setAside, oldestAt } = store.outbox.counts()
  const since = oldestAt === undefined ? '' : ` (the oldest since ${localTime(oldestAt, zone)})`
  terminal.out(`${waiting} waiting${since}, ${setAside} set aside`)
  if (setAside > 0) terminal.out('Set aside: correct the cause, then "salehi outbox resend --all-set-aside".')
  return exitCodes.ok
}

/** Page by page: days of absence leave more than fits a memory comfortably. */
function* everything(outbox: StoredOutbox, states: readonly OutboxState[]): Generator<ListedEntry> {
  for (let after = 0; ; ) {
    const page = outbox.page(states, pageSize, after)
    yield* page
    if (page.length < pageSize) return
    after = page.at(-1)?.id ?? after
  }
}

function resend(options: Arguments, words: readonly string[], config: Config, terminal: Terminal): number {
  const all = options.has('all-set-aside')
  if (all === words.length > 0) throw new UsageError('write: salehi outbox resend ID… or outbox resend --all-set-aside')
  const ids = words.map(idOf)
  using store = openData(config, false)
  if (all) {
    let count = 0
    for (let some = -1; some !== 0; count += some) some = store.outbox.restoreSetAside(atOnce)
    terminal.out(`${count} will be sent again`)
    return exitCodes.ok
  }
  return each(ids, terminal, (id) => {
    if (store.outbox.resend(id)) return { done: `${id} will be sent now` }
    return { failed: `${id} ${standing(store.outbox.find(id))}: it is not sent again` }
  })
}

async function drop(options: Arguments, words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
  if (words.length === 0) throw new UsageError('write: salehi outbox drop ID…; "salehi outbox list" shows the IDs')
  const ids = words.map(idOf)
  using store = openData(config, false)
  const question = `${ids.length === 1 ? 'This' : `These ${ids.length}`} will never be sent: what became of the call stays unknown there.`
  if (!options.has('yes') && !(await confirmed(question, terminal))) {
    terminal.err('Nothing was dropped.')
    return exitCodes.failed
  }
  return each(ids, terminal, (id) => {
    if (store.outbox.drop(id, 'dropped by hand')) return { done: `${id} is dropped` }
    return { failed: `${id} ${standing(store.outbox.find(id))}` }
  })
}

type Handled = { readonly done: string } | { readonly failed: string }

function each(ids: readonly number[], terminal: Terminal, handle: (id: number) => Handled): number {
  let code: number = exitCodes.ok
  for (const id of ids) {
    const handled = handle(id)
    if ('done' in handled) terminal.out(handled.done)
    else {
      terminal.err(handled.failed)
      code = exitCodes.failed
    }
  }
  return code
}

function standing(entry: ListedEntry | undefined): string {
  if (entry === undefined) return 'is no ID of the outbox (see: salehi outbox list --all)'
  return entry.state === 'delivered' ? 'was delivered' : 'is dropped already'
}

function idOf(word: string): number {
  if (/^\d{1,15}$/.test(word)) return Number(word)
  throw new UsageError(`"${word}" is no ID: they are the numbers in the first column of "salehi outbox list"`)
}
