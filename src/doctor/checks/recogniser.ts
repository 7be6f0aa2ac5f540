import { recogniserOf } from '../../app/scripting.ts'
import { silentLog } from '../../kernel/log.ts'
import { writeWav } from '../../media/wav.ts'
import { listens } from '../../scenario/listens.ts'
import { Meter } from '../../speech/meter.ts'
import type { Check } from '../check.ts'
import { fault, well } from '../finding.ts'
import { notServed } from '../unavailable.ts'
import type { World } from '../world.ts'

const limitMs = 12_000
const sampleRate = 16_000

/** Whether the recogniser serves: half a second of faint noise, in which there is nothing to hear. */
export const recogniserCheck: Check = {
  name: 'recogniser',
  title: 'recogniser',
  async look(world, signal) {
    const { config } = world.settings
    if (config.stt.token === undefined) {
      const plans = [...((await world.library().catch(() => undefined))?.plans.values() ?? [])]
      if (plans.length > 0 && !plans.some(listens)) return well('VIRA_STT_TOKEN is not set, and no scenario listens')
      return fault(
        'VIRA_STT_TOKEN is not set: nobody would be understood, so nobody is called',
        'write it into the settings',
      )
    }
    const { clock, random, fetch } = world
    const patient = { ...config, stt: { ...config.stt, timeoutMs: Math.min(config.stt.timeoutMs, limitMs) } }
    const recogniser = recogniserOf(patient, { clock, random, fetch, meter: new Meter(clock), log: silentLog })
    const startedMs = clock.elapsed()
    const heard = await recogniser.transcribe(noise(world), { hotwords: [], language: 'fa' }, signal)
    if (heard.kind === 'unavailable')
      return notServed(heard.because, { key: 'VIRA_STT_TOKEN', address: 'VIRA_STT_URL' })
    return well(`answered in ${Math.round(clock.elapsed() - startedMs)} ms`)
  },
}

function noise({ random }: World): Uint8Array {
  const samples = Int16Array.from({ length: sampleRate / 2 }, () => Math.round((random() - 0.5) * 200))
  return writeWav({ sampleRate, samples })
}
