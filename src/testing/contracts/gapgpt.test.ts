import { Secret } from '../../kernel/secret.ts'
import { GapGpt, gapGptBaseUrl } from '../../speech/gapgpt.ts'
import { startGapGpt } from '../services/gapgpt.ts'
import { type ClassifierSubject, describeClassifierContract } from './classifier.ts'
import { clientParts } from './client-parts.ts'

describeClassifierContract('the stand-in of GapGPT', async () => {
  const gapGpt = await startGapGpt({ key: 'the-key', classify: ({ user }) => wordFor(user) })
  return subject(gapGpt.url, 'the-key', 'gpt-4o-mini', () => gapGpt[Symbol.asyncDispose]())
})

// The same tests against an endpoint itself, which costs a few hundred tokens: set CONTRACT_GAPGPT_KEY, and
// CONTRACT_GAPGPT_URL and CONTRACT_GAPGPT_MODEL where they differ from GapGPT's own.
const { CONTRACT_GAPGPT_KEY: key, CONTRACT_GAPGPT_URL: url, CONTRACT_GAPGPT_MODEL: model } = process.env
if (key !== undefined) {
  describeClassifierContract('GapGPT', async () => {
    return subject(url ?? gapGptBaseUrl, key, model ?? 'gpt-4o-mini', async () => undefined)
  })
}

/** As much of a language model as the contract's replies need. */
function wordFor(user: string): string {
  if (user.includes('نادیده')) return 'unknown'
  if (user.includes('شماره')) return 'Number_Question'
  if (user.includes('نه ')) return '"no"'
  return user.includes('آره') ? 'Yes.' : 'unknown'
}

function subject(baseUrl: string, apiKey: string, name: string, dispose: () => PromiseLike<void>): ClassifierSubject {
  return {
    client: ({ wrongKey = false } = {}) => {
      const secret = new Secret(wrongKey ? 'not-the-key' : apiKey)
      return new GapGpt({ baseUrl, apiKey: secret, model: name, temperature: 0, timeoutMs: 20_000 }, clientParts())
    },
    [Symbol.asyncDispose]: dispose,
  }
}
