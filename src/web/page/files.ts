import { createHash } from 'node:crypto'
import type { PageFile, PageFiles } from '../page-files.ts'
import { bundled } from './bundled.ts'
import type { PageSource } from './page-source.ts'

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
}

/** The files of the page this program brings along. */
export const pageFiles: PageFiles = filesOf(bundled)

/** Files whose address names their content, and the shell at `/` that asks for them. */
export function filesOf(sources: readonly PageSource[]): PageFiles {
  const files = new Map<string, PageFile>()
  let shell = ''
  const addresses = new Map<string, string>()
  for (const { name, text } of sources) {
    if (name === 'page.html') {
      shell = text
      continue
    }
    const path = addressOf(name, text)
    addresses.set(name, path)
    files.set(path, { ...fileOf(name, text), immutable: true })
  }
  const linked = shell.replace(/\/assets\/([\w.-]+)/g, (all, name: string) => addresses.get(name) ?? all)
  files.set('/', fileOf('page.html', linked))
  return { find: (path) => files.get(path) }
}

function fileOf(name: string, text: string): PageFile {
  const body = new TextEncoder().encode(text)
  const contentType = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  return { body, gzip: Bun.gzipSync(body, { level: 9 }), contentType, etag: digestOf(text) }
}

/** `/assets/page-3f2a9c01.js` */
function addressOf(name: string, text: string): string {
  return `/assets/${name.replace(/(\.\w+)$/, `-${digestOf(text)}$1`)}`
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
