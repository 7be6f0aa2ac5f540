import { join, parse } from 'node:path'
import { firstConnection } from '../../app/connection.ts'
import { recordingsOf } from '../../app/prompt-files.ts'
import { StartFault } from '../../app/start-fault.ts'
import { connectAri } from '../../ari/connect.ts'
import { dialString } from '../../domain/line.ts'
import { parsePhoneNumber } from '../../domain/phone-number.ts'
import { silentLog } from '../../kernel/log.ts'
import { Scope } from '../../kernel/scope.ts'
import { emptinessOf } from '../../media/emptiness.ts'
import { soundName } from '../../media/sound-name.ts'
import { readWav } from '../../media/wav.ts'
import { HungUp, type Leg, type Placed } from '../../session/ports.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, unseen, warning, well } from '../finding.ts'
import type { World } from '../world.ts'

const listenMs = 6_000

/** A call to a number of the owner's: it rings, the shortest prompt is played, and what is said is recorded. */
export const callCheck: Check = {
  name: 'call',
  title: 'call',
  needs: ['ari-user', 'events', 'trunk', 'qualify', 'sounds', 'prompts'],
  limitMs: 120_000,
  async look(world, signal) {
    const { ari, outbound, country } = world.settings.config
    const [line] = outbound?.lines ?? []
    if (world.callNumber === undefined) return unseen('--call NUMBER rings a phone of yours, plays and records')
    if (ari === undefined || outbound === undefined || line === undefined) return unseen('needs the settings first')
    const number = parsePhoneNumber(world.callNumber, country)
    if (number === undefined)
      return fault(`what stands behind --call is no phone number (COUNTRY=${country})`, 'write a number')
    const sound = await shortestSound(world)
    if (sound === undefined) return unseen('the scenarios play no prompt')
    const { clock, random, ids } = world
    await using asterisk = connectAri({ ...ari, app: `${ari.app}-doctor-call` }, { clock, random, ids, log: silentLog })
    await using scope = new Scope(signal)
    scope.spawn((own) => asterisk.run(own))
    try {
      await firstConnection(asterisk, false, scope.signal)
    } catch (error) {
      if (error instanceof StartFault) return fault(error.message, 'see the lines above')
      throw error
    }
    const order = {
      id: ids.next(),
      endpoint: `PJSIP/${dialString(outbound.dialPrefix, line, number)}@${outbound.trunk}`,
      callerId: line.number === '' ? (outbound.defaultCallerId ?? '') : line.number,
      timeoutMs: outbound.ringMs,
    }
    const placed = await asterisk.calls.place(order, scope.signal)
    if (placed.kind !== 'answered') return notAnswered(placed)
    await using leg = placed.leg
    return await talk(leg, sound, order.id, scope.signal)
  },
}

/** Nobody wants to hear out a long one. */
async function shortestSound(world: World): Promise<string | undefined> {
  const { soundDir } = world.settings.config.audio
  const recordings = [...((await world.library())?.plans.values() ?? [])].flatMap(recordingsOf)
  const bytes = ({ scenario, file }: (typeof recordings)[number]): number =>
    Bun.file(join(soundDir, scenario, `${parse(file).name}.ulaw`)).size || Number.POSITIVE_INFINITY
  const [shortest] = recordings.toSorted((a, b) => bytes(a) - bytes(b))
  return shortest === undefined ? undefined : `sound:${soundName(shortest.scenario, shortest.file)}`
}

async function talk(leg: Leg, sound: string, id: string, signal: AbortSignal): Promise<Finding> {
  const together = AbortSignal.any([signal, leg.gone])
  try {
    const played = await leg.play([sound], together)
    if (played.kind === 'failed') {
      return fault(
        `answered, but the prompt could not be played: ${played.because}`,
        'see the lines «sounds» and «prompts»',
      )
    }
    const name = `salehi/doctor-${id}`
    const recorded = await leg.record({ endpointingMs: 2_000, maxMs: listenMs, name }, together)
    if (recorded.kind === 'failed') {
      return fault(`answered and played, but not recorded: ${recorded.because}`, 'see the line «recordings»')
    }
    const read = readWav(recorded.wav)
    if (read.kind !== 'audio') return fault(`the recording ${read.because}`, 'see the line «modules» (format_wav)')
    if (emptinessOf(read.audio) === undefined) return well('rang, was answered, heard a prompt, and was heard')
    return warning(
      'rang, was answered and heard a prompt, but nothing was heard from it',
      'say something after the prompt; if you did, the sound does not come back: look at NAT and RTP ports (FreePBX: Asterisk SIP Settings, NAT)',
    )
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof HungUp)) throw error
    return warning('answered, and hung up before all was tried', 'stay on the line until it hangs up by itself')
  }
}

function notAnswered(placed: Exclude<Placed, { kind: 'answered' }>): Finding {
  switch (placed.kind) {
    case 'refused':
      return fault(`Asterisk could not place it: ${placed.because}`, 'see the lines of the trunk above')
    case 'withdrawn':
      return unseen('it was not placed')
    case 'unanswered': {
      const { sign, hangup, timedOut } = placed
      if (sign === 'ringing' || timedOut) return warning('rang, but nobody answered', 'answer the phone, and try again')
      return fault(
        `the carrier refused it, or the phone is off (cause ${hangup.cause})`,
        'most often the digits before the number: try DIAL_PREFIX=none, or line4; else ask the carrier',
      )
    }
    default:
      return placed satisfies never
  }
}
