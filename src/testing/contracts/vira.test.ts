import { Secret } from '../../kernel/secret.ts'
import { ViraStt, viraSttUrl } from '../../speech/vira-stt.ts'
import { startVira } from '../services/vira.ts'
import { clientParts } from './client-parts.ts'
import { describeRecogniserContract, type RecogniserSubject } from './recogniser.ts'
import { isAudible, sampleWav } from './sample-wav.ts'

describeRecogniserContract('the stand-in of Vira', async () => {
  const recognise = (wav: Uint8Array): string | undefined => (isAudible(wav) ? ' بله بفرمایید ' : undefined)
  const vira = await startVira({ token: 'the-token', recognise })
  const speech = { wav: sampleWav('tone', 1_000), says: 'بله' }
  return subject(vira.url, 'the-token', speech, () => vira[Symbol.asyncDispose]())
})

// The same tests against Vira itself, which costs a few units: set CONTRACT_VIRA_TOKEN, CONTRACT_VIRA_WAV (a recording,
// WAV mono 16-bit, under a minute) and CONTRACT_VIRA_SAYS (words that are said in it); CONTRACT_VIRA_URL where the
// address differs. Names of their own, so that a customer's settings never start a paid test.
const { CONTRACT_VIRA_TOKEN: token, CONTRACT_VIRA_WAV: file, CONTRACT_VIRA_SAYS: says } = process.env
if (token !== undefined && file !== undefined && says !== undefined) {
  describeRecogniserContract('Vira', async () => {
    const speech = { wav: await Bun.file(file).bytes(), says }
    return subject(process.env['CONTRACT_VIRA_URL'] ?? viraSttUrl, token, speech, async () => undefined)
  })
}

function subject(
  url: string,
  key: string,
  speech: RecogniserSubject['speech'],
  dispose: () => PromiseLike<void>,
): RecogniserSubject {
  return {
    speech,
    client: ({ wrongKey = false } = {}) => {
      const options = { url, token: new Secret(wrongKey ? 'not-the-token' : key), timeoutMs: 30_000, verifyTls: true }
      return new ViraStt(options, clientParts())
    },
    [Symbol.asyncDispose]: dispose,
  }
}
