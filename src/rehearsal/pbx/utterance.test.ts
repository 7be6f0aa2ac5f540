import { expect, test } from 'bun:test'
import { durationMs } from '../../media/audio.ts'
import { emptinessOf } from '../../media/emptiness.ts'
import { readWav } from '../../media/wav.ts'
import { PhraseBook } from './phrase-book.ts'
import { recordingWav } from './utterance.ts'

const book = new PhraseBook()
const yes = book.numberOf('بله')
const no = book.numberOf('نه ممنون')

function audioOf(wav: Uint8Array) {
  const read = readWav(wav)
  if (read.kind !== 'audio') throw new Error(read.because)
  return read.audio
}

test('what is said in a recording is speech to the engine, and reads as what was said', () => {
  const wav = recordingWav(3_000, [{ index: yes, startMs: 700, lastsMs: 900 }])
  expect(durationMs(audioOf(wav))).toBe(3_000)
  expect(emptinessOf(audioOf(wav))).toBeUndefined()
  expect(book.transcriptOf(wav)).toBe('بله')
})

test.each([300, 500, 2_000, 9_000])('so it is however long it takes: %p ms', (lastsMs) => {
  const wav = recordingWav(lastsMs + 200, [{ index: no, startMs: 0, lastsMs }])
  expect(emptinessOf(audioOf(wav))).toBeUndefined()
  expect(book.transcriptOf(wav)).toBe('نه ممنون')
})

test('a recording of silence is empty, and says nothing', () => {
  const wav = recordingWav(200, [])
  expect(emptinessOf(audioOf(wav))).toBe('quiet')
  expect(book.transcriptOf(wav)).toBe('')
})

test('two things said are both read, in order; what began before the recording is read when most of it is there', () => {
  const both = recordingWav(4_000, [
    { index: yes, startMs: -300, lastsMs: 1_000 },
    { index: no, startMs: 1_500, lastsMs: 1_000 },
  ])
  expect(book.transcriptOf(both)).toBe('بله نه ممنون')
  const mostlyMissed = recordingWav(2_000, [{ index: yes, startMs: -700, lastsMs: 1_000 }])
  expect(book.transcriptOf(mostlyMissed)).toBe('')
})
