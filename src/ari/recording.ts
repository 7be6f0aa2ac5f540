import type { Recorded, RecordLimits } from '../session/ports.ts'
import type { Channel } from './channel.ts'
import { causeGraceMs, type Media } from './channel.ts'
import { cleanUpMs, type Exchange } from './exchange.ts'
import { isKnown, orderAgain } from './order-again.ts'
import { outlast } from './outlast.ts'
import { shielded } from './shielded.ts'
import { settleRefused } from './unseen-end.ts'

/** How much longer than its limit a recording may take before we end it ourselves. */
const overtimeMs = 3_000

/** Records the far end to a file and fetches it; stops before rejecting with the signal's reason. */
export async function record(
  exchange: Exchange,
  channel: Channel,
  limits: RecordLimits,
  signal: AbortSignal,
): Promise<Recorded> {
  const { clock, rest } = exchange
  const { name } = limits
  using recording = channel.expect('recording', name)
  try {
    const order = {
      channelId: channel.id,
      name,
      format: 'wav',
      // Asterisk counts in whole seconds, and 0 would mean no limit.
      maxSilenceSeconds: Math.max(1, Math.ceil(limits.endpointingMs / 1_000)),
      maxDurationSeconds: Math.max(1, Math.ceil(limits.maxMs / 1_000)),
      ifExists: 'fail',
      beep: false,
      terminateOn: 'none',
    }
    const ask = () =>
      shielded(clock, exchange.timeoutMs, 'recording', (own) => rest.call('channels.record', order, own))
    const known = (): Promise<boolean> =>
      isKnown(rest.call('recordings.getLive', { recordingName: name }, signal), recording)
    const asked = await orderAgain(exchange, channel, ask, known, signal)
    if (asked === undefined || asked.kind === 'unreachable') return failed('Asterisk does not answer')
    if (asked.kind === 'refused') {
      await settleRefused(exchange, channel, signal)
      return failed(`Asterisk would not record: ${asked.message}`)
    }
    recording.accepted = true
    if (!(await recording.end.within(clock, order.maxDurationSeconds * 1_000 + overtimeMs, signal))) {
      await stop(exchange, name, recording)
    }
    const end = recording.end.value
    if (end?.kind === 'failed') {
      await channel.settle(signal)
      return failed(`Asterisk could not record: ${end.because ?? 'it does not say why'}`)
    }
    // A hang-up ends the recording first and is told a moment later.
    if (channel.ending) await channel.settle(signal)
    return await fetchFile(exchange, channel, name, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    if (!channel.gone.aborted && !recording.end.isSet) await stop(exchange, name, recording)
    throw signal.reason
  }
}

async function fetchFile(exchange: Exchange, channel: Channel, name: string, signal: AbortSignal): Promise<Recorded> {
  const ask = () => exchange.rest.call('recordings.getStoredFile', { recordingName: name }, signal)
  let file = await ask()
  if (file.kind === 'unreachable') {
    await outlast(exchange, channel, signal)
    file = await ask()
  }
  switch (file.kind) {
    case 'done':
      return { kind: 'recorded', name, wav: file.value }
    case 'refused':
      return failed(`Asterisk does not give the recording: ${file.message}`)
    case 'unreachable':
      return failed(`Asterisk does not give the recording: ${file.because}`)
  }
}

/** Ends a recording, keeping its file, and waits until Asterisk says so. */
async function stop(exchange: Exchange, recordingName: string, recording: Media): Promise<void> {
  const { clock, rest } = exchange
  await shielded(clock, cleanUpMs, 'ending a recording', async (signal) => {
    const stopped = await rest.call('recordings.stop', { recordingName }, signal)
    if (stopped.kind === 'done') await recording.end.within(clock, causeGraceMs, signal)
  })
}

function failed(because: string): Recorded {
  return { kind: 'failed', because }
}
