import type { PageFile, PageFiles } from './page-files.ts'

/** Paths of programs: what is not there among them is not there, whatever the page makes of other paths. */
const notPages = /^\/(api|assets|healthz|readyz|metrics)(\/|$)/

/** The file of the page at a path; any other path a person may have open is the page itself, which reads it. */
export function pageAnswer(files: PageFiles | undefined, path: string, headers: Headers): Response | undefined {
  const found = files?.find(path) ?? (isView(path) ? files?.find('/') : undefined)
  return found === undefined ? undefined : fileAnswer(found, headers)
}

function isView(path: string): boolean {
  return !notPages.test(path) && !(path.split('/').at(-1) ?? '').includes('.')
}

function fileAnswer({ body, gzip, contentType, etag, immutable }: PageFile, headers: Headers): Response {
  const packed = gzip !== undefined && /\bgzip\b/.test(headers.get('accept-encoding') ?? '')
  const tag = `"${etag}${packed ? '-gz' : ''}"`
  const kept = {
    etag: tag,
    vary: 'accept-encoding',
    'cache-control': immutable === true ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  if (headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers: kept })
  const content = { ...kept, 'content-type': contentType, ...(packed ? { 'content-encoding': 'gzip' } : {}) }
  return new Response(packed ? gzip : body, { headers: content })
}
