/** A recogniser of this machine's own, answering as Vira does. */
export interface ServedRecogniser extends AsyncDisposable {
  /** The whole address of a recognition request. */
  readonly url: string
  /** What departed from the contract; empty is right. */
  readonly violations: readonly string[]
}

/** Who may ask, and what is heard. */
export interface RecogniserParts {
  readonly token: string
  /** The words in a WAV file; empty = nothing is said in it. */
  transcriptOf(wav: Uint8Array): string
}

const path = '/avanegar/v2/avanegar/request'
const switches = ['srt', 'inverseNormalizer', 'timestamp', 'spokenPunctuation', 'punctuation', 'diarize']

/** Serves Vira's recognition request on loopback, on a free port, until disposed. */
export function serveRecogniser({ token, transcriptOf }: RecogniserParts): ServedRecogniser {
  const violations: string[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      if (request.method !== 'POST' || new URL(request.url).pathname !== path) {
        return Response.json({ message: 'nothing is here' }, { status: 404 })
      }
      if (request.headers.get('gateway-token') !== token) {
        return Response.json({ message: 'Invalid authentication credentials' }, { status: 401 })
      }
      const audio = await audioOf(request, violations)
      if (audio === undefined) return Response.json({ data: { status: 'fail' } }, { status: 400 })
      return Response.json(success(transcriptOf(audio)), { status: 201 })
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}${path}`,
    violations,
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

/** The sound of a request; undefined, and told, where the form is not as Vira wants it. */
async function audioOf(request: Request, violations: string[]): Promise<Uint8Array | undefined> {
  const before = violations.length
  const form = await request.formData().catch(() => undefined)
  if (form === undefined) {
    violations.push('the request is no form')
    return undefined
  }
  for (const name of ['model', 'numSpeakers', ...switches]) {
    if (typeof form.get(name) !== 'string') violations.push(`the field ${name} is missing`)
  }
  const audio = form.get('audio')
  if (!(audio instanceof Blob)) violations.push('the file field audio is missing')
  return audio instanceof Blob && violations.length === before ? await audio.bytes() : undefined
}

function success(text: string): unknown {
  const aiResponse = { status: 200, result: { text, rtf: 0.1 }, meta: { units: 1 } }
  return { data: { status: 'success', data: { aiResponse } } }
}
