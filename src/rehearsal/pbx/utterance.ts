/** Sound of one utterance as it came into a recording. */
export interface SpokenPiece {
  /** Number of the text in the phrase book. */
  readonly index: number
  /** Where it begins in the recording; below 0 when it had begun before. */
  readonly startMs: number
  readonly lastsMs: number
}

const rate = 8_000
const headerBytes = 44
/** The sound is made of units of this many samples (50 ms), each of which names its utterance. */
const unitSamples = 400
const unitMs = (unitSamples * 1_000) / rate
/** No sine and no silence holds these four values one after the other. */
const mark = [12_345, -12_001, 11_777, -12_543] as const
const amplitude = 6_000
/** Samples per period: 400 Hz, which the hum filter leaves alone. */
const period = 20

/** How much of an utterance must have been recorded for a recogniser to make out its words. */
const leastShare = 0.5

/** A recording of so many milliseconds with what was said in it, mono, 16 bits, 8 kHz. */
export function recordingWav(lengthMs: number, pieces: readonly SpokenPiece[]): Uint8Array<ArrayBuffer> {
  const samples = new Int16Array(Math.max(0, Math.round((lengthMs * rate) / 1_000)))
  for (const piece of pieces) speak(samples, piece)
  return wavOf(samples)
}

/** The numbers of what was said in a recording, in order, as far as enough of each was recorded to be understood. */
export function spokenIn(wav: Uint8Array): readonly number[] {
  const start = dataAt(wav)
  const samples = new Int16Array(wav.slice(start, wav.byteLength - ((wav.byteLength - start) & 1)).buffer)
  const heard: { index: number; units: number; of: number }[] = []
  for (let at = 0; at + 8 <= samples.length; at++) {
    if (samples[at] !== mark[0] || !marked(samples, at)) continue
    const [index = 0, unit = 0, of = 0] = samples.subarray(at + 4, at + 7)
    const last = heard.at(-1)
    if (last !== undefined && last.index === index && unit > 0) last.units++
    else heard.push({ index, units: 1, of })
    at += 7
  }
  return heard.filter(({ units, of }) => units >= of * leastShare).map(({ index }) => index)
}

function speak(samples: Int16Array, { index, startMs, lastsMs }: SpokenPiece): void {
  const units = Math.max(1, Math.round(lastsMs / unitMs))
  for (let unit = 0; unit < units; unit++) {
    const at = Math.round(((startMs + unit * unitMs) * rate) / 1_000)
    if (at < 0 || at >= samples.length) continue
    const end = Math.min(samples.length, at + unitSamples)
    for (let i = at; i < end; i++) samples[i] = wave[(i - at) % period] as number
    if (at + 7 > samples.length) continue
    samples.set(mark, at)
    samples.set([index, unit, units], at + 4)
  }
}

const wave = Int16Array.from({ length: period }, (_, i) => Math.round(amplitude * Math.sin((2 * Math.PI * i) / period)))

function marked(samples: Int16Array, at: number): boolean {
  return mark.every((value, i) => samples[at + i] === value)
}

/** Where the samples begin: after the chunk `data`, wherever it stands. */
function dataAt(wav: Uint8Array): number {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength)
  for (let at = 12; at + 8 <= wav.byteLength; ) {
    if (view.getUint32(at, false) === 0x64617461) return at + 8
    const length = view.getUint32(at + 4, true)
    at += 8 + length + (length & 1)
  }
  return Math.min(headerBytes, wav.byteLength)
}

function wavOf(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(headerBytes + samples.byteLength)
  const view = new DataView(file.buffer)
  const tags = [
    [0, 'RIFF'],
    [8, 'WAVE'],
    [12, 'fmt '],
    [36, 'data'],
  ] as const
  for (const [at, tag] of tags) for (let i = 0; i < 4; i++) file[at + i] = tag.charCodeAt(i)
  view.setUint32(4, file.byteLength - 8, true)
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  view.setUint32(40, samples.byteLength, true)
  file.set(new Uint8Array(samples.buffer), headerBytes)
  return file
}
