import { classifierOf } from '../../app/scripting.ts'
import { silentLog } from '../../kernel/log.ts'
import { Meter } from '../../speech/meter.ts'
import type { Check } from '../check.ts'
import { well } from '../finding.ts'
import { notServed } from '../unavailable.ts'

const limitMs = 12_000
const question = {
  transcript: 'بله',
  language: 'fa',
  scenarioTitle: 'test',
  intents: [
    { name: 'yes', phrases: ['بله'] },
    { name: 'no', phrases: ['نه'] },
  ],
}

/** Whether the language model answers one short question. */
export const llmCheck: Check = {
  name: 'llm',
  title: 'language model',
  async look({ settings: { config }, clock, random, fetch }, signal) {
    const patient = { ...config, llm: { ...config.llm, timeoutMs: Math.min(config.llm.timeoutMs, limitMs) } }
    const classifier = classifierOf(patient, { clock, random, fetch, meter: new Meter(clock), log: silentLog })
    if (classifier === undefined) return well('GAPGPT_API_KEY is not set: the rules decide alone')
    const startedMs = clock.elapsed()
    const answer = await classifier.classify(question, signal)
    if (answer.kind === 'unavailable') {
      return notServed(answer.because, { key: 'GAPGPT_API_KEY', address: 'GAPGPT_BASE_URL' })
    }
    return well(`${config.llm.model} answered in ${Math.round(clock.elapsed() - startedMs)} ms`)
  },
}
