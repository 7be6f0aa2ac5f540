import { readWav } from './wav-header.ts'

/** A recognition request taken apart. */
export interface ViraForm {
  readonly fields: Readonly<Record<string, string>>
  readonly hotwords: readonly string[]
  readonly audio: Uint8Array
  readonly durationMs: number
}

const switches = ['srt', 'inverseNormalizer', 'timestamp', 'spokenPunctuation', 'punctuation', 'diarize']

/** The form of a recognition request, or every way in which it departs from the contract. */
export async function readViraForm(
  body: Uint8Array,
  contentType: string,
): Promise<ViraForm | { readonly violations: readonly string[] }> {
  const form = await parse(body, contentType)
  if (form === undefined) return { violations: [`not multipart form data: ${contentType}`] }
  const violations: string[] = []
  const fields: Record<string, string> = {}
  const hotwords: string[] = []
  let audio: Blob | undefined
  for (const [name, value] of entriesOf(form)) {
    if (typeof value !== 'string') {
      if (name !== 'audio') violations.push(`the file field is «${name}», not «audio»`)
      else if (!value.name.endsWith('.wav')) violations.push(`the file is named «${value.name}», not *.wav`)
      audio = value
    } else if (name === 'hotwords[]') {
      if (value.trim() === '') violations.push('an empty hotword')
      hotwords.push(value)
    } else if (name in fields) {
      violations.push(`«${name}» is sent twice`)
    } else {
      fields[name] = value
      violations.push(...wrongField(name, value))
    }
  }
  for (const name of ['model', ...switches, 'numSpeakers']) {
    if (!(name in fields)) violations.push(`«${name}» is missing`)
  }
  if (audio === undefined) return { violations: [...violations, 'no audio'] }
  const wav = new Uint8Array(await audio.arrayBuffer())
  const facts = readWav(wav)
  if (typeof facts === 'string') violations.push(facts)
  if (violations.length > 0 || typeof facts === 'string') return { violations }
  return { fields, hotwords, audio: wav, durationMs: facts.durationMs }
}

function wrongField(name: string, value: string): readonly string[] {
  if (name === 'model') return ['default', 'telephony'].includes(value) ? [] : [`no model is called «${value}»`]
  if (name === 'numSpeakers') return /^\d+$/.test(value) ? [] : [`«numSpeakers» is «${value}», not a number`]
  if (!switches.includes(name)) return [`no field is called «${name}»`]
  return value === 'true' || value === 'false' ? [] : [`«${name}» is «${value}», not true or false`]
}

function entriesOf(form: FormData): readonly (readonly [string, string | File])[] {
  return [...new Set(form.keys())].flatMap((name) => form.getAll(name).map((value) => [name, value] as const))
}

async function parse(body: Uint8Array, contentType: string): Promise<FormData | undefined> {
  if (!contentType.startsWith('multipart/form-data')) return undefined
  try {
    const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType } }).formData()
    return form as FormData
  } catch {
    return undefined // a body that is no form is told to the client like any other fault
  }
}
