import { decimal, flag, integer, seconds, secret, text, url } from './read.ts'
import { optional, setting } from './setting.ts'

const parallel = integer({ min: 1, max: 1_000 })
const waits = seconds({ min: 0.1, max: 600 })

/** Language model, speech, and how long they may take. */
export const serviceSettings = {
  GAPGPT_BASE_URL: setting('https://api.gapgpt.app/v1', {
    about: 'Address of the language model (OpenAI-compatible)',
    reads: url('http', 'https'),
  }),
  GAPGPT_API_KEY: optional('gapgpt-key', {
    about: 'Its key; without one the rules decide alone',
    shown: 'secret',
    reads: secret(),
  }),
  GAPGPT_MODEL: setting('gpt-4o-mini', { about: 'Its model', reads: text() }),
  GAPGPT_TEMPERATURE: setting('0.3', { about: 'Its temperature', reads: decimal({ min: 0, max: 2 }) }),
  VIRA_STT_TOKEN: optional('vira-stt-token', {
    about: "Vira's token for speech recognition",
    shown: 'secret',
    reads: secret(),
  }),
  VIRA_STT_URL: setting('https://partai.gw.isahab.ir/avanegar/v2/avanegar/request', {
    about: 'Address of speech recognition',
    reads: url('http', 'https'),
  }),
  VIRA_TTS_TOKEN: optional('vira-tts-token', {
    about: "Vira's token for speech synthesis",
    shown: 'secret',
    reads: secret(),
  }),
  VIRA_TTS_URL: setting('https://partai.gw.isahab.ir/avasho/v2/avasho/request', {
    about: 'Address of speech synthesis',
    reads: url('http', 'https'),
  }),
  VIRA_VERIFY_SSL: setting('true', { about: "Whether Vira's certificate is checked", reads: flag() }),
  HTTP_MAX_CONNECTIONS: setting('100', {
    about: 'Connections to outside services at once (to Asterisk never more than 8)',
    reads: integer({ min: 1, max: 1000 }),
  }),
  HTTP_TIMEOUT: setting('10', { about: 'How long the panel and SMS may take', unit: 's', reads: waits }),
  STT_TIMEOUT: setting('30', { about: 'How long recognition may take', unit: 's', reads: waits }),
  TTS_TIMEOUT: setting('30', { about: 'How long synthesis may take', unit: 's', reads: waits }),
  LLM_TIMEOUT: setting('20', { about: 'How long the language model may take', unit: 's', reads: waits }),
  CALL_THINK_BUDGET: setting('4', {
    about: 'How long a caller waits for understanding before the rules decide alone',
    unit: 's',
    reads: waits,
  }),
  MAX_PARALLEL_STT: setting('50', { about: 'Recognitions at once', reads: parallel }),
  MAX_PARALLEL_TTS: setting('50', { about: 'Syntheses at once', reads: parallel }),
  MAX_PARALLEL_LLM: setting('10', { about: 'Questions to the language model at once', reads: parallel }),
}
