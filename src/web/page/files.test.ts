import { expect, test } from 'bun:test'
import { filesOf, pageFiles } from './files.ts'

const decoder = new TextDecoder()

function text(path: string): string {
  const body = pageFiles.find(path)?.body
  return typeof body === 'string' ? body : decoder.decode(body)
}

test('the shell asks for files that are there, under addresses that name their content', () => {
  const shell = text('/')
  const asked = [...shell.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
  expect(asked).toHaveLength(4)
  for (const path of asked) {
    expect(path).toMatch(/^\/assets\/[a-z]+-[0-9a-f]{12}\.(js|css|svg)$/)
    expect(pageFiles.find(path)?.immutable).toBe(true)
  }
  expect(pageFiles.find('/')?.immutable).toBeUndefined()
})

test('nothing in the shell or its scripts runs or styles inline, and nothing is asked of elsewhere', () => {
  const shell = text('/')
  expect(shell).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
  for (const [path = ''] of shell.matchAll(/\/assets\/[\w.-]+\.(?:js|css)/g)) {
    const own = text(path).replaceAll('http://www.w3.org/2000/svg', '')
    expect(own).not.toMatch(/https?:\/\/|\beval\(|new Function\(|innerHTML\s*=/)
  }
})

test('another content has another address, and is sent packed as well', () => {
  const page = { name: 'page.html', text: '<script src="/assets/page.js"></script>' }
  const [one, other] = ['1', '2'].map((content) => filesOf([{ name: 'page.js', text: content }, page]))
  const shells = [one, other].map((files) => decoder.decode(files?.find('/')?.body as Uint8Array))
  expect(shells[0]).not.toBe(shells[1])
  const file = pageFiles.find('/')
  expect(decoder.decode(Bun.gunzipSync(file?.gzip ?? new Uint8Array()))).toBe(text('/'))
  expect(pageFiles.find('/nothing')).toBeUndefined()
})
