import { expect, test } from 'bun:test'
import { systemClock as clock } from '../../kernel/clock.ts'
import { Limiter } from '../../kernel/limiter.ts'
import { silentLog } from '../../kernel/log.ts'
import { seededRandom } from '../../kernel/random.ts'
import { Secret } from '../../kernel/secret.ts'
import { Meter } from '../../speech/meter.ts'
import { ViraStt } from '../../speech/vira-stt.ts'
import { PhraseBook } from '../pbx/phrase-book.ts'
import { recordingWav } from '../pbx/utterance.ts'
import { serveRecogniser } from './recogniser.ts'

const never = new AbortController().signal
const asked = { hotwords: ['بله'], language: 'fa-IR' }

function client(url: string, token: string): ViraStt {
  const parts = {
    fetch,
    clock,
    random: seededRandom(1),
    limiter: new Limiter(1),
    meter: new Meter(clock),
    log: silentLog,
  }
  return new ViraStt({ url, token: new Secret(token), timeoutMs: 5_000, verifyTls: true }, parts)
}

test('the engine’s own client understands what a virtual caller said, and hears silence as such', async () => {
  const book = new PhraseBook()
  await using served = serveRecogniser({ token: 't', transcriptOf: (wav) => book.transcriptOf(wav) })
  const vira = client(served.url, 't')
  const index = book.numberOf('بله بفرمایید')
  const spoken = recordingWav(2_000, [{ index, startMs: 300, lastsMs: 1_000 }])
  expect(await vira.transcribe(spoken, asked, never)).toEqual({ kind: 'text', text: 'بله بفرمایید' })
  expect(await vira.transcribe(recordingWav(1_000, []), asked, never)).toEqual({ kind: 'empty' })
  expect(served.violations).toEqual([])
})

test('a wrong token is refused, and a form that is not Vira’s is noted', async () => {
  await using served = serveRecogniser({ token: 't', transcriptOf: () => 'بله' })
  const refused = await client(served.url, 'other').transcribe(recordingWav(100, []), asked, never)
  expect(refused).toEqual({ kind: 'unavailable', because: 'auth' })
  const form = new FormData()
  form.append('model', 'default')
  const answer = await fetch(served.url, { method: 'POST', headers: { 'gateway-token': 't' }, body: form })
  expect(answer.status).toBe(400)
  expect(served.violations).toContain('the file field audio is missing')
})
