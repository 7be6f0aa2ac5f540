/** A WAV file, mono, 16-bit, 16 kHz: a 440 Hz tone, or silence. */
export function sampleWav(kind: 'tone' | 'silence', durationMs: number): Uint8Array {
  const rate = 16_000
  const samples = Math.round((rate * durationMs) / 1_000)
  const view = new DataView(new ArrayBuffer(44 + samples * 2))
  const text = (at: number, tag: string): void => {
    for (let i = 0; i < tag.length; i++) view.setUint8(at + i, tag.charCodeAt(i))
  }
  text(0, 'RIFF')
  view.setUint32(4, 36 + samples * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, samples * 2, true)
  if (kind === 'tone') {
    for (let i = 0; i < samples; i++) {
      view.setInt16(44 + i * 2, Math.round(8_000 * Math.sin((2 * Math.PI * 440 * i) / rate)), true)
    }
  }
  return new Uint8Array(view.buffer)
}

/** Whether anything but zeros is in a WAV file with the plain 44-byte header. */
export function isAudible(wav: Uint8Array): boolean {
  return wav.subarray(44).some((byte) => byte !== 0)
}
