import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withBlock } from '../block.ts'
import { inForce, isYes, readConf } from './conf.ts'

let etc: string
beforeEach(() => {
  etc = mkdtempSync(join(tmpdir(), 'salehi-conf-'))
})
afterEach(() => rmSync(etc, { recursive: true }))

function lay(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(etc, name), text)
}

test('included files go on in the section they are included from, and the last value is in force', () => {
  lay({
    'http.conf': '[general]\n#include http_additional.conf\n#include "http_custom.conf"\n',
    'http_additional.conf': 'enabled=yes\nsessionlimit=100 ; FreePBX\n',
    'http_custom.conf': '[general](+)\nsessionlimit => 500\n',
  })
  const conf = readConf(etc, 'http.conf')
  expect(inForce(conf, 'general', 'sessionlimit')).toBe('500')
  expect(isYes(inForce(conf, 'general', 'enabled'))).toBe(true)
  expect(conf?.files.map((file) => file.slice(etc.length + 1))).toEqual([
    'http.conf',
    'http_additional.conf',
    'http_custom.conf',
  ])
})

test('comments of both kinds are left out, an escaped semicolon is not one, and lines are counted all the same', () => {
  lay({ 'ari.conf': '[salehi]\n;-- password = a\nsecond --;\npassword = b\\;c ; mine\n' })
  const conf = readConf(etc, 'ari.conf')
  expect(inForce(conf, 'salehi', 'password')).toBe('b;c')
  expect(conf?.lines[0]?.line).toBe(4)
})

test('a folder of files is read in the order of their names', () => {
  mkdirSync(join(etc, 'ari.d'))
  lay({ 'ari.conf': '[general]\nenabled=no\n#tryinclude ari.d/*.conf\n', 'ari.d/b.conf': 'enabled=yes\n' })
  lay({ 'ari.d/a.conf': 'enabled=maybe\n' })
  const conf = readConf(etc, 'ari.conf')
  expect(inForce(conf, 'general', 'enabled')).toBe('yes')
  expect(conf?.patterns).toEqual([join(etc, 'ari.d/*.conf')])
})

test('without what is ours it is as the owner left it', () => {
  lay({ 'ari.conf': withBlock('[general]\nenabled=yes\n', 'ari-user', ['[salehi]', 'type=user'], ';') })
  expect(readConf(etc, 'ari.conf')?.sections.map(({ name }) => name)).toEqual(['general', 'salehi'])
  expect(readConf(etc, 'ari.conf', { withoutOurs: true })?.sections.map(({ name }) => name)).toEqual(['general'])
})

test('files that include each other come to an end, and one that is missing is none', () => {
  lay({ 'a.conf': '#include b.conf\n', 'b.conf': '#include a.conf\n' })
  expect(readConf(etc, 'a.conf')?.lines).toEqual([])
  expect(readConf(etc, 'missing.conf')).toBeUndefined()
})
