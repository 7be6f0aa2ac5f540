import { neverKept } from '../auth/security-headers.ts'

/** The bytes of a file a request asks for. */
type Part = { readonly from: number; readonly until: number } | 'all' | 'none'

/** A WAV file, whole or the range that was asked for; undefined when the file is gone. */
export async function recordingAnswer(path: string, request: Request): Promise<Response | undefined> {
  const file = Bun.file(path)
  if (!(await file.exists())) return undefined
  const { size } = file
  const part = partOf(request.headers.get('range'), size)
  const headers = { ...neverKept, 'content-type': 'audio/wav', 'accept-ranges': 'bytes' }
  if (part === 'all') return new Response(file, { headers: { ...headers, 'content-length': String(size) } })
  if (part === 'none')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  const { from, until } = part
  return new Response(file.slice(from, until), {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(until - from),
      'content-range': `bytes ${from}-${until - 1}/${size}`,
    },
  })
}

/** One range is understood; whatever else is written there means the whole file, as the standard has it. */
function partOf(range: string | null, size: number): Part {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? '')
  const [, first = '', last = ''] = match ?? []
  if (match === null || (first === '' && last === '')) return 'all'
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const until = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (from >= until) return first !== '' && last !== '' && Number(last) < Number(first) ? 'all' : 'none'
  return { from, until }
}
