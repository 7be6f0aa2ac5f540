import type { Arrived } from './decode.ts'
import { cleanUpMs, type Exchange } from './exchange.ts'
import { shielded } from './shielded.ts'

const question = 'salehi-who-is-there'
const askedMs = 400
const pauseMs = 40

/**
 * Whether another engine is connected under our application's name. That the application exists proves nothing: it
 * outlives its engine while it has calls. So a question is sent to whoever reads its events, and an engine like us
 * answers by a global variable, which all can read.
 */
export async function rivalAnswers(exchange: Exchange, signal: AbortSignal): Promise<boolean> {
  const { app, clock, ids, rest } = exchange
  const known = await rest.call('applications.get', { applicationName: app }, signal)
  if (known.kind !== 'done') return false
  const token = ids.next()
  const body = { variables: { token } }
  const asked = await rest.call('events.userEvent', { eventName: question, application: app, body }, signal)
  if (asked.kind !== 'done') return false
  const untilMs = clock.elapsed() + askedMs
  do {
    await clock.sleep(pauseMs, signal)
    const answer = await rest.call('asterisk.getGlobalVar', { variable: answerVariable(app) }, signal)
    if (answer.kind === 'done' && answer.value.value === token) return true
  } while (clock.elapsed() < untilMs)
  return false
}

/** Answers the question when an event asks it. */
export function answerRival(exchange: Exchange, event: Extract<Arrived, { type: 'ChannelUserevent' }>): void {
  const token = event.userevent?.['token']
  if (event.eventname !== question || typeof token !== 'string') return
  const variable = answerVariable(exchange.app)
  exchange.tasks.spawn(async () => {
    await shielded(exchange.clock, cleanUpMs, 'answering another engine', (signal) =>
      exchange.rest.call('asterisk.setGlobalVar', { variable, value: token }, signal),
    )
  })
}

function answerVariable(app: string): string {
  return `SALEHI_${app.replace(/\W/g, '_')}_IS_HERE`
}
