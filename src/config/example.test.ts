import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnvFile } from './env-file.ts'
import { exampleFile } from './example.ts'
import { loadConfig } from './load.ts'
import { settingNames, settingOf } from './settings.ts'

test('every setting stands in the example once, with what it means', () => {
  const text = exampleFile({})
  for (const name of settingNames) {
    expect(text.match(new RegExp(`^#?${name}=`, 'gm'))).toHaveLength(1)
    expect(text).toContain(`\n# ${settingOf(name).about}`)
  }
})

test('as it is given out, it sets nothing and has no fault; only what is needed is missing', () => {
  const { entries, faults } = parseEnvFile(exampleFile({}))
  expect(faults).toEqual([])
  expect(entries.every(({ value }) => value === '')).toBe(true)
  expect(entries.map(({ name }) => name)).toEqual([
    'COMPANY',
    'ARI_USERNAME',
    'ARI_PASSWORD',
    'OUTBOUND_TRUNK',
    'OUTBOUND_NUMBERS',
    'VIRA_STT_TOKEN',
  ])
})

test('with every # taken away the defaults are what they are without a file', () => {
  const text = exampleFile({}).replace(/^#(?=[A-Z_]+=)/gm, '')
  const { entries, faults } = parseEnvFile(text)
  expect(faults).toEqual([])
  for (const { name, value } of entries) expect(value).toBe(settingOf(name as 'COMPANY').default ?? '')
  expect(entries).toHaveLength(settingNames.length)
})

test.each(['/var/lib/salehi', '/srv/my data', 'a#b', 'say "hi" \\ there'])(
  'a given value arrives as it was: %s',
  (dir) => {
    const folder = mkdtempSync(join(tmpdir(), 'salehi-example-'))
    writeFileSync(join(folder, '.env'), exampleFile({ DATA_DIR: dir, COMPANY: 'sina' }))
    const { sources } = loadConfig({ env: {}, cwd: folder, needs: [], systemFile: '/nowhere' })
    expect(sources.written.get('DATA_DIR')?.text).toBe(dir)
    expect([...sources.written.keys()].sort()).toEqual(['COMPANY', 'DATA_DIR'])
    expect(sources.faults).toEqual([])
    rmSync(folder, { recursive: true })
  },
)
