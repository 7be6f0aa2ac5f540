import { expect, test } from 'bun:test'
import { isBackupPath } from './manifest.ts'
import { settingsCopy } from './settings-copy.ts'

const written = [
  'COMPANY=sina',
  'export ARI_PASSWORD="hidden-1"',
  '# VIRA_STT_TOKEN=hidden-2',
  'PANEL_API_TOKEN=hidden-3 # of the panel',
  'SOME_NEW_SECRET=hidden-4',
  'SMS_API_KEY: hidden-5',
  'OUTBOUND_NUMBERS=02191302954',
].join('\r\n')

test('a copy of the settings leaves out every password and token, also commented-out, unknown and misspelt ones', () => {
  const copy = settingsCopy(written, false)
  expect(copy).not.toContain('hidden')
  for (const kept of ['COMPANY=sina', 'OUTBOUND_NUMBERS=02191302954', 'ARI_PASSWORD=', 'PANEL_API_TOKEN=']) {
    expect(copy).toContain(kept)
  }
})

test('asked for with its secrets, a copy of the settings is the file itself', () => {
  expect(settingsCopy(written, true)).toBe(written)
})

test('a backup holds nothing that would be laid out outside its folder', () => {
  for (const path of ['salehi.db', 'scenarios/sina/sina.yaml', 'audio/sina/hello.mp3'])
    expect(isBackupPath(path)).toBe(true)
  for (const path of [
    '../salehi.db',
    '/etc/passwd',
    'scenarios/../../x',
    'scenarios//x',
    'scenarios/',
    'other',
    'audio/./x',
  ]) {
    expect([path, isBackupPath(path)]).toEqual([path, false])
  }
})
