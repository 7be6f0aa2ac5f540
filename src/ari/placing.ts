import type { LegOrder, Placed } from '../session/ports.ts'
import type { Channel } from './channel.ts'
import type { Exchange } from './exchange.ts'
import { hangUp } from './hangup.ts'
import { AriLeg } from './leg.ts'
import { outlast } from './outlast.ts'
import { isDone } from './rest.ts'

/** How much longer than ordered we wait for Asterisk to end the ringing, before we end it ourselves. */
const overtimeMs = 2_000

/** How closely Asterisk, which counts in whole seconds, keeps the limit of ringing. */
const toleranceMs = 500

/** Tries to dial a channel that is just being set up. */
const dialTries = 5
const dialPauseMs = 50

const endedEarly = 'the channel ended before it was dialled'

/** Creates a channel, waits until it is ours, dials it, and returns once it is answered or over. */
export async function place(exchange: Exchange, order: LegOrder, signal: AbortSignal): Promise<Placed> {
  signal.throwIfAborted()
  const channel = exchange.channels.open(order.id) // before it is asked for: its events may come before the answer
  try {
    const unmade = await create(exchange, channel, order, signal)
    if (unmade !== undefined) return await refuse(exchange, channel, unmade)
    if ((await order.mayDial?.(signal)) === false) return await withdraw(exchange, channel)
    const dialedAtMs = exchange.clock.elapsed()
    const undialled = await dial(exchange, channel, order, signal)
    if (undialled !== undefined) return await refuse(exchange, channel, undialled)
    order.onTaken?.()
    return await ring(exchange, channel, order.timeoutMs, dialedAtMs, signal)
  } catch (error) {
    await hangUp(exchange, channel, 'normal')
    exchange.channels.close(channel)
    throw error
  }
}

/** Why Asterisk would not make the channel; undefined once it is made and in our application. */
async function create(
  exchange: Exchange,
  channel: Channel,
  order: LegOrder,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { app, clock, ids, rest } = exchange
  // The identity a created channel presents is the one it is connected with; CALLERID would be ignored.
  const variables = order.callerId === '' ? {} : { 'CONNECTEDLINE(num)': order.callerId }
  const made = await rest.call(
    'channels.create',
    {
      endpoint: order.endpoint,
      app,
      channelId: channel.id,
      // The far half of a Local channel gets an id of ours too: should it come back to us, it is known.
      ...(/^local\//i.test(order.endpoint) ? { otherChannelId: ids.next() } : {}),
      body: { variables },
    },
    signal,
  )
  if (made.kind === 'unreachable') return `Asterisk does not answer: ${made.because}`
  if (made.kind === 'refused' && !isDone(made)) return refusal(made.status, made.message)
  channel.confirmed = true
  const settled = AbortSignal.any([signal, channel.gone])
  try {
    const entered = await channel.entered.within(clock, exchange.timeoutMs, settled)
    if (entered) return channel.gone.aborted ? endedEarly : undefined
  } catch (error) {
    if (!channel.gone.aborted || signal.aborted) throw error
    return endedEarly
  }
  return 'Asterisk made the channel but did not give it to us'
}

/** Why Asterisk would not dial; undefined once it does, or may be doing so: then the phone may ring. */
async function dial(
  exchange: Exchange,
  channel: Channel,
  order: LegOrder,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { clock, rest } = exchange
  const timeout = wholeSeconds(order.timeoutMs)
  for (let attempt = 1; ; attempt++) {
    const dialed = await rest.call('channels.dial', { channelId: channel.id, timeout }, signal)
    if (dialed.kind !== 'refused') return undefined
    if (dialed.status !== 409 || attempt === dialTries) return refusal(dialed.status, dialed.message)
    await clock.sleep(dialPauseMs, signal)
  }
}

async function ring(
  exchange: Exchange,
  channel: Channel,
  timeoutMs: number,
  dialedAtMs: number,
  signal: AbortSignal,
): Promise<Placed> {
  const { clock } = exchange
  const limitMs = wholeSeconds(timeoutMs) * 1_000
  const settled = AbortSignal.any([signal, channel.gone])
  let overdue = false
  try {
    overdue = !(await channel.answered.within(clock, limitMs + overtimeMs, settled))
  } catch (error) {
    if (!channel.gone.aborted || signal.aborted) throw error
  }
  if (overdue) await giveUp(exchange, channel, signal)
  if (channel.answered.isSet) return { kind: 'answered', leg: new AriLeg(exchange, channel, 'dialled') }
  const lastedMs = clock.elapsed() - dialedAtMs
  exchange.channels.close(channel)
  const { hangup, lost } = channel.ended.value ?? { hangup: { cause: 0 }, lost: false }
  const timedOut = !lost && (overdue || (channel.endedSoftly && lastedMs >= limitMs - toleranceMs))
  return { kind: 'unanswered', hangup, sign: channel.sign, timedOut, lastedMs, ...(lost ? { lost } : {}) }
}

/** Asterisk should have ended the ringing: the answer or the end was lost, or the limit was. An answer still counts. */
async function giveUp(exchange: Exchange, channel: Channel, signal: AbortSignal): Promise<void> {
  const live = AbortSignal.any([signal, channel.gone])
  const look = () => exchange.rest.call('channels.get', { channelId: channel.id }, live)
  try {
    let seen = await look()
    if (seen.kind === 'unreachable') {
      await outlast(exchange, channel, live)
      seen = await look()
    }
    if (seen.kind === 'done') channel.observe(seen.value.state)
    else channel.missEvents()
    if (seen.kind === 'refused' && seen.status === 404) channel.end({ cause: 0 })
  } catch (error) {
    if (!channel.gone.aborted || signal.aborted) throw error
  }
  if (!channel.answered.isSet) await hangUp(exchange, channel, 'no_answer')
}

async function refuse(exchange: Exchange, channel: Channel, because: string): Promise<Placed> {
  await hangUp(exchange, channel, 'normal')
  exchange.channels.close(channel)
  return { kind: 'refused', because }
}

async function withdraw(exchange: Exchange, channel: Channel): Promise<Placed> {
  await hangUp(exchange, channel, 'normal')
  exchange.channels.close(channel)
  return { kind: 'withdrawn' }
}

function refusal(status: number, message: string): string {
  if (status === 500 && message === 'Allocation failed') {
    return 'Asterisk cannot reach the endpoint: the trunk is down, or the phone is not registered'
  }
  return `Asterisk would not place the call (status ${status}: ${message})`
}

/** Asterisk limits the ringing in whole seconds, and takes 0 for no limit. */
function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000))
}
