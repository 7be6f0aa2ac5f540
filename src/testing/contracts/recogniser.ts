import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Recogniser } from '../../flow/ports.ts'
import { sampleWav } from './sample-wav.ts'

/** A recogniser under the contract: the real service, or its stand-in. */
export interface RecogniserSubject extends AsyncDisposable {
  /** A client of it; with a wrong key when asked. */
  client(settings?: { readonly wrongKey?: boolean }): Recogniser
  /** Speech, and words of it that must be recognised. */
  readonly speech: { readonly wav: Uint8Array; readonly says: string }
}

const never = new AbortController().signal
const options = { hotwords: ['بله', 'خیر'], language: 'fa-IR' }
const patienceMs = 60_000

/** What every recogniser must do, as tests under `name`. */
export function describeRecogniserContract(name: string, start: () => Promise<RecogniserSubject>): void {
  describe(`${name} as a recogniser`, () => {
    let subject: RecogniserSubject
    beforeAll(async () => {
      subject = await start()
    })
    afterAll(async () => await subject[Symbol.asyncDispose]())

    test(
      'speech becomes its words, trimmed',
      async () => {
        const heard = await subject.client().transcribe(subject.speech.wav, options, never)
        expect(heard).toEqual({ kind: 'text', text: expect.stringContaining(subject.speech.says) })
        if (heard.kind === 'text') expect(heard.text).toBe(heard.text.trim())
      },
      patienceMs,
    )

    test(
      'no hotwords are as good as some',
      async () => {
        const heard = await subject.client().transcribe(subject.speech.wav, { ...options, hotwords: [] }, never)
        expect(heard).toMatchObject({ kind: 'text' })
      },
      patienceMs,
    )

    test(
      'a second of silence is empty',
      async () => {
        const heard = await subject.client().transcribe(sampleWav('silence', 1_000), options, never)
        expect(heard).toEqual({ kind: 'empty' })
      },
      patienceMs,
    )

    test(
      'what is no audio is empty or bad input, never thrown',
      async () => {
        const heard = await subject.client().transcribe(new TextEncoder().encode('not a sound'), options, never)
        expect([{ kind: 'empty' }, { kind: 'unavailable', because: 'bad_input' }]).toContainEqual(heard)
      },
      patienceMs,
    )

    test(
      'more than a minute is bad input',
      async () => {
        const heard = await subject.client().transcribe(sampleWav('tone', 61_000), options, never)
        expect(heard).toMatchObject({ kind: 'unavailable', because: 'bad_input' })
      },
      patienceMs,
    )

    test(
      'the wrong key is told as one',
      async () => {
        const heard = await subject.client({ wrongKey: true }).transcribe(subject.speech.wav, options, never)
        expect(heard).toMatchObject({ kind: 'unavailable', because: 'auth' })
      },
      patienceMs,
    )

    test(
      'several at once do not disturb each other',
      async () => {
        const client = subject.client()
        const all = await Promise.all([1, 2, 3].map(() => client.transcribe(subject.speech.wav, options, never)))
        expect(all.map((heard) => heard.kind)).toEqual(['text', 'text', 'text'])
      },
      patienceMs,
    )

    test('a caller who hangs up ends it with the reason, before and during', async () => {
      const hungUp = new Error('hung up')
      const during = new AbortController()
      const running = subject.client().transcribe(subject.speech.wav, options, during.signal)
      during.abort(hungUp)
      expect(await running.catch((error: unknown) => error)).toBe(hungUp)
      const before = subject.client().transcribe(subject.speech.wav, options, AbortSignal.abort(hungUp))
      expect(await before.catch((error: unknown) => error)).toBe(hungUp)
    })
  })
}
