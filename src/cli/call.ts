import type { App } from '../app/app.ts'
import { firstConnection } from '../app/connection.ts'
import { exitCodes } from '../app/exit-codes.ts'
import { launch } from '../app/launch.ts'
import type { Contact } from '../domain/contact.ts'
import { parsePhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { formatDuration } from '../kernel/duration.ts'
import { systemIds as ids } from '../kernel/ids.ts'
import { Scope } from '../kernel/scope.ts'
import type { Plan } from '../scenario/plan.ts'
import { type Attempted, callOut } from '../session/outbound.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { findScenario } from './scenario.ts'
import { settingsFor } from './settings.ts'

/** `salehi call`. */
export const callCommand: Command = {
  name: 'call',
  usage: 'call NUMBER --scenario NAME',
  summary: 'one test call: ring a number now and play a scenario',
  details: [
    '  NUMBER           the phone to ring, also outside the calling hours and as often as you like',
    '  --scenario NAME  the scenario to play',
    '',
    '  Works beside a running engine: it uses an application of its own in Asterisk (ARI_APP_NAME with "-call" behind it).',
    '  It counts against no cap of that number; a panel is told of it like of any call.',
    '  Prints what was said, how the call ended and why. Exit code 1 when the phone could not be rung.',
  ].join('\n'),
  async run(args, terminal, stop) {
    const options = readArguments(args, { scenario: 'string', company: 'string' }, 1)
    const name = options.text('scenario')
    const number = options.words[0]
    if (name === undefined || number === undefined) throw new UsageError('write: salehi call NUMBER --scenario NAME')
    const settings = settingsFor(terminal, ['ari', 'outbound'], options.text('company'))
    const plan = await findScenario(name, settings.scenariosDir)
    const company = plan.company ?? settings.company
    if (company === undefined) throw new UsageError('say for which company: --company NAME')
    const phone = parsePhoneNumber(number, settings.country)
    if (phone === undefined) throw new UsageError(`"${number}" is no phone number (COUNTRY=${settings.country})`)
    const config = { ...settings, company, ari: { ...settings.ari, app: `${settings.ari.app}-call` } }
    const quiet = {
      config,
      home: terminal.home,
      isEngine: false,
      console: (line: string) => terminal.err(line.trimEnd()),
    }
    await using launched = await launch(quiet, new AbortController().signal)
    const contact: Contact = { id: `manual:${phone}`, phone, source: 'manual', fields: {} }
    const attempted = await ring(launched.app, contact, plan, launched.parts, stop)
    return tell(attempted, plan, terminal)
  },
}

async function ring(
  app: App,
  contact: Contact,
  plan: Plan,
  {
    config,
    log,
  }: { readonly config: Parameters<typeof launch>[0]['config']; readonly log: Parameters<typeof callOut>[2] },
  stop: AbortSignal,
): Promise<Attempted> {
  await using scope = new Scope(stop)
  scope.spawn((signal) => app.asterisk.run(signal))
  await firstConnection(app.asterisk, false, scope.signal)
  const id = ids.next()
  const [line] = config.outbound.lines
  if (line === undefined) throw new UsageError('OUTBOUND_NUMBERS names no line to call from')
  app.store.contacts.reserve(contact)
  const { contacts } = app.store
  const scenario = { name: plan.name, hash: plan.hash }
  const mayDial = (): Promise<boolean> => {
    const start = { id, contact, line, scenario, at: clock.now() }
    return Promise.resolve(contacts.dialing(start, () => !contacts.isBarred(contact.phone)))
  }
  const attempted = await callOut(
    { id, contact, line, plan, mayDial },
    app.outbound,
    log.child({ call: id }),
    scope.signal,
  )
  if (attempted.kind === 'recorded') app.keep(attempted.record)
  else if (attempted.kind !== 'goes_on') app.store.contacts.setAside(contact.id, whyNotRung(attempted))
  return attempted
}

function tell(attempted: Attempted, plan: Plan, terminal: Terminal): number {
  if (attempted.kind === 'goes_on') {
    terminal.out('The conversation with the operator goes on.')
    return exitCodes.ok
  }
  if (attempted.kind !== 'recorded') {
    terminal.err(`The phone was not rung: ${whyNotRung(attempted)}`)
    return exitCodes.failed
  }
  for (const line of storyOf(attempted.record, plan)) terminal.out(line)
  return exitCodes.ok
}

function whyNotRung(attempted: Extract<Attempted, { kind: 'technical' | 'withdrawn' }>): string {
  return attempted.kind === 'technical'
    ? attempted.because
    : 'the number is on the do-not-call list (salehi dnc remove takes it off)'
}

function storyOf(record: CallRecord, plan: Plan): readonly string[] {
  const { outcome, turns, trace, answeredAt, endedAt, hangup } = record
  const reason = outcome.reason === undefined ? '' : ` (${outcome.reason})`
  return [
    answeredAt === undefined ? 'nobody answered' : `answered, ${formatDuration(endedAt - answeredAt)} of talk`,
    ...turns.map(
      (turn) => `  said: ${turn.transcript === '' ? '(nothing)' : turn.transcript} → ${turn.intent}, by ${turn.by}`,
    ),
    ...trace.map((step) => `  ${plan.file}:${step.line}  ${step.path} → ${step.result}`),
    `disposition: ${outcome.disposition}${reason}${hangup === undefined ? '' : `, cause ${hangup.cause}`}`,
  ]
}
