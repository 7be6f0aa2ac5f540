import type { ContractEvent, PbxDriver, Tape } from './driver.ts'
import { is } from './words.ts'

/** The trunk both PBXs have. */
export const trunk = 'TO-CUCM-Gaptel'

/** A channel a case made. */
export interface MadeChannel {
  readonly id: string
  readonly tape: Tape
  until(type: string, limitMs?: number): Promise<ContractEvent>
}

/** Originates a call: dialled at once, in the application when answered. */
export async function originate(
  pbx: PbxDriver,
  tape: Tape,
  number: string,
  query: Readonly<Record<string, string | number>> = {},
): Promise<MadeChannel> {
  const id = pbx.id()
  const order = { endpoint: `PJSIP/${number}@${trunk}`, app: pbx.app, timeout: 30, ...query }
  const { status } = await pbx.request('POST', `/channels/${id}`, { query: order })
  if (status !== 200) throw new Error(`not originated: ${status}`)
  return made(tape, id)
}

/** Creates a channel and waits until it is ours. */
export async function create(
  pbx: PbxDriver,
  tape: Tape,
  number: string,
  body: Readonly<Record<string, unknown>> = {},
): Promise<MadeChannel> {
  const id = pbx.id()
  const query = { endpoint: `PJSIP/${number}@${trunk}`, app: pbx.app, channelId: id }
  const { status } = await pbx.request('POST', '/channels/create', { query, body })
  if (status !== 200) throw new Error(`not created: ${status}`)
  const channel = made(tape, id)
  await channel.until('StasisStart')
  return channel
}

/** Creates, dials and waits until the call is answered. */
export async function answered(pbx: PbxDriver, tape: Tape, number: string): Promise<MadeChannel> {
  const channel = await create(pbx, tape, number)
  await dial(pbx, channel)
  await tape.until(
    'an answer',
    (event) => event.type === 'Dial' && is('Dial', channel.id)(event) && event.dialstatus === 'ANSWER',
  )
  return channel
}

/** Creates, dials, and takes the answered channel out of the hidden bridge it is dialled in. */
export async function free(pbx: PbxDriver, tape: Tape, number: string): Promise<MadeChannel> {
  const channel = await answered(pbx, tape, number)
  await passThroughBridge(pbx, channel.id)
  return channel
}

/** Dials a created channel. */
export async function dial(pbx: PbxDriver, { id }: MadeChannel, timeout = 30): Promise<void> {
  const { status } = await pbx.request('POST', `/channels/${id}/dial`, { query: { timeout } })
  if (status !== 204) throw new Error(`not dialled: ${status}`)
}

/** Puts a channel through a bridge of its own. */
export async function passThroughBridge(pbx: PbxDriver, channel: string): Promise<void> {
  const bridge = pbx.id()
  await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'holding' } })
  await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel } })
  await pbx.request('POST', `/bridges/${bridge}/removeChannel`, { query: { channel } })
  await pbx.request('DELETE', `/bridges/${bridge}`)
}

/** Hangs up and waits until it is over. */
export async function hangUp(
  pbx: PbxDriver,
  { id, until }: MadeChannel,
  query: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  await pbx.request('DELETE', `/channels/${id}`, { query })
  await until('ChannelDestroyed')
}

/** A channel of a tape by its id. */
export function made(tape: Tape, id: string): MadeChannel {
  return { id, tape, until: (type, limitMs) => tape.until(`${type} of ${id}`, is(type, id), limitMs) }
}
