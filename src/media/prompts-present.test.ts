import { afterEach, beforeEach, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Health } from '../dialer/ports.ts'
import { promptsCheck } from './prompts-present.ts'
import { soundEndings } from './sound-files.ts'

const never = new AbortController().signal

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'salehi-present-'))
  writeFileSync(join(root, 'passwd'), 'root:x:0:0::/root:/bin/sh\nasterisk:x:54321:54321::/:/bin/false\n')
  for (const name of ['hello', 'goodby']) install('custom', name)
})
afterEach(() => rmSync(root, { recursive: true }))

function install(folder: string, name: string, text = 'sound'): void {
  mkdirSync(join(root, folder, 'sina'), { recursive: true })
  for (const ending of soundEndings)
    writeFileSync(join(root, folder, 'sina', `${name}.${ending}`), text, { mode: 0o644 })
}

function look(): Promise<Health> {
  const expected = ['hello.mp3', 'goodby.mp3'].map((file) => ({ scenario: 'sina', file }))
  const places = { soundFolder: join(root, 'custom'), passwdFile: join(root, 'passwd') }
  return promptsCheck({ ...places, expected })(never)
}

const broken = (what: string, folder = 'custom'): Health => ({
  kind: 'ill',
  because: `the prompt custom/sina/${what} in ${join(root, folder, 'sina')}: run \`salehi prompts\``,
})

test('prompts that lie where they were installed are well, in the folder of the language too', async () => {
  expect(await look()).toEqual({ kind: 'well' })
  install('en/custom', 'hello')
  expect(await look()).toEqual({ kind: 'well' })
})

test('a prompt that is gone is missed; one put there by hand in another form is not', async () => {
  for (const ending of soundEndings) rmSync(join(root, 'custom/sina', `hello.${ending}`))
  expect(await look()).toEqual(broken('hello is missing'))
  writeFileSync(join(root, 'custom/sina/hello.gsm'), 'sound')
  expect(await look()).toEqual({ kind: 'well' })
  rmSync(join(root, 'custom'), { recursive: true })
  expect(await look()).toEqual(broken('hello is missing'))
})

test('an empty file is as bad as none, wherever Asterisk finds it first', async () => {
  install('en/custom', 'goodby', '')
  expect(await look()).toEqual(broken('goodby is empty', 'en/custom'))
  rmSync(join(root, 'en'), { recursive: true })
  writeFileSync(join(root, 'custom/sina/hello.ulaw'), '')
  expect(await look()).toEqual(broken('hello is empty'))
})

test('what the user of Asterisk cannot read is told; what its groups may read is not', async () => {
  const file = join(root, 'custom/sina/goodby.alaw')
  chmodSync(file, 0o600)
  expect(await look()).toEqual(broken('goodby is unreadable to Asterisk'))
  chmodSync(file, 0o640)
  expect(await look()).toEqual({ kind: 'well' })
  chmodSync(join(root, 'custom/sina'), 0o700)
  expect(await look()).toEqual(broken('hello is unreadable to Asterisk'))
})

test('without a user of its own Asterisk is taken to read everything', async () => {
  writeFileSync(join(root, 'passwd'), 'root:x:0:0::/root:/bin/sh\n')
  chmodSync(join(root, 'custom/sina/goodby.alaw'), 0o600)
  expect(await look()).toEqual({ kind: 'well' })
})
