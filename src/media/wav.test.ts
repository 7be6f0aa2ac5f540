import { expect, test } from 'bun:test'
import { tone } from './test-sounds.ts'
import { readWav, writeWav } from './wav.ts'

const sound = tone(50, 440, 0.2)

function chunk(id: string, body: Uint8Array, claimed = body.byteLength): Uint8Array {
  const bytes = new Uint8Array(8 + body.byteLength + (body.byteLength & 1))
  bytes.set(new TextEncoder().encode(id))
  new DataView(bytes.buffer).setUint32(4, claimed, true)
  bytes.set(body, 8)
  return bytes
}

function riff(size: number | undefined, ...chunks: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks])
  return chunk('RIFF', body, size ?? body.byteLength)
}

function format(
  tag: number,
  channels: number,
  rate: number,
  bits: number,
  extra: Uint8Array = new Uint8Array(),
): Uint8Array {
  const body = new Uint8Array(16 + extra.byteLength)
  const view = new DataView(body.buffer)
  view.setUint16(0, tag, true)
  view.setUint16(2, channels, true)
  view.setUint32(4, rate, true)
  view.setUint16(14, bits, true)
  body.set(extra, 16)
  return chunk('fmt ', body)
}

const plain = format(1, 1, 8_000, 16)
const data: Uint8Array = writeWav(sound).subarray(44)

test('what is written is read back, at both rates', () => {
  expect(readWav(writeWav(sound))).toEqual({ kind: 'audio', audio: sound })
  const wide = tone(50, 440, 0.2, 16_000)
  expect(readWav(writeWav(wide))).toEqual({ kind: 'audio', audio: wide })
})

test('a file is read where it lies inside a larger buffer, at an odd place', () => {
  const file = writeWav(sound)
  const inside = new Uint8Array(file.byteLength + 9)
  inside.set(file, 3)
  expect(readWav(inside.subarray(3, 3 + file.byteLength))).toEqual({ kind: 'audio', audio: sound })
})

test.each<[string, Uint8Array]>([
  ['a chunk nobody knows stands first', riff(undefined, chunk('LIST', new Uint8Array(7)), plain, chunk('data', data))],
  ['the sound stands before its format', riff(undefined, chunk('data', data), plain)],
  ['something follows the sound', riff(undefined, plain, chunk('data', data), chunk('id3 ', new Uint8Array(33)))],
  ['the recorder has not written the lengths yet', riff(0, plain, chunk('data', data, 0))],
  ['a pipe could not know the length', riff(0xffffffff, plain, chunk('data', data, 0xffffffff))],
  ['the length promises more than came', riff(undefined, plain, chunk('data', data, data.byteLength + 320))],
  [
    'the header is the extensible one',
    riff(undefined, format(0xfffe, 1, 8_000, 16, extension(1)), chunk('data', data)),
  ],
])('the sound is found although %s', (_what, file) => {
  expect(readWav(file)).toEqual({ kind: 'audio', audio: sound })
})

test('a finished recording without sound is empty, and what follows it is no sound', () => {
  const file = riff(undefined, plain, chunk('data', new Uint8Array()), chunk('LIST', new Uint8Array(40)))
  expect(readWav(file)).toEqual({ kind: 'audio', audio: { sampleRate: 8_000, samples: new Int16Array() } })
})

test.each<[string, Uint8Array]>([
  ['is not a WAV file', new TextEncoder().encode('<html>not found</html>')],
  ['is not a WAV file', new Uint8Array()],
  ['has no format chunk', riff(undefined, chunk('data', data))],
  ['has no data chunk', riff(undefined, plain)],
  ['is not plain PCM (format 7)', riff(undefined, format(7, 1, 8_000, 8), chunk('data', data))],
  ['is not plain PCM (format 3)', riff(undefined, format(0xfffe, 1, 8_000, 32, extension(3)), chunk('data', data))],
  ['has 2 channels instead of one', riff(undefined, format(1, 2, 8_000, 16), chunk('data', data))],
  ['has 8-bit samples instead of 16-bit', riff(undefined, format(1, 1, 8_000, 8), chunk('data', data))],
  ['is at 44100 Hz instead of 8000 or 16000', riff(undefined, format(1, 1, 44_100, 16), chunk('data', data))],
])('a file that %s is refused in those words', (because, file) => {
  expect(readWav(file)).toEqual({ kind: 'unreadable', because })
})

test('no cut through a file makes the reader throw', () => {
  const file = riff(undefined, chunk('LIST', new Uint8Array(6)), plain, chunk('data', data))
  for (let length = 0; length < 120; length++)
    expect(['audio', 'unreadable']).toContain(readWav(file.subarray(0, length)).kind)
})

/** The tail of an extensible format chunk: size, bits, mask, GUID that begins with the real format. */
function extension(tag: number): Uint8Array {
  const bytes = new Uint8Array(24)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 22, true)
  view.setUint16(8, tag, true)
  return bytes
}
