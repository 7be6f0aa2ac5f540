import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { overlayText, readAgainst } from './simulate-against.ts'

test('a value may hold commas of its own', async () => {
  const text =
    'MAX_CONCURRENT_CALLS=4,OPERATOR_MOBILE_NUMBERS=09121111111,09122222222,CALLING_HOURS=sat 09:00-12:00, sun 09:00-12:00'
  const overlay = await readAgainst(text, '/')
  expect(overlay).toEqual({
    MAX_CONCURRENT_CALLS: '4',
    OPERATOR_MOBILE_NUMBERS: '09121111111,09122222222',
    CALLING_HOURS: 'sat 09:00-12:00, sun 09:00-12:00',
  })
  expect(overlayText(overlay)).toBe(
    'MAX_CONCURRENT_CALLS=4, OPERATOR_MOBILE_NUMBERS: 2, CALLING_HOURS=sat 09:00-12:00, sun 09:00-12:00',
  )
})

test('a secret is not told', async () => {
  expect(overlayText(await readAgainst('GAPGPT_API_KEY=abcdef', '/'))).toBe('GAPGPT_API_KEY=***')
})

test('a setting that is none, or has no value, is refused with what was meant', async () => {
  expect(readAgainst('MAX_CONCURENT_CALLS=4', '/')).rejects.toThrow('did you mean "MAX_CONCURRENT_CALLS"?')
  expect(readAgainst('MAX_CONCURRENT_CALLS=', '/')).rejects.toThrow('needs a value')
})

test('a file of settings goes over those in force; what is nearly a setting is told with its line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-against-'))
  try {
    writeFileSync(join(folder, 'more.env'), '# more lines\nMAX_CONCURRENT_CALLS=4\nPATH_OF_ANOTHER=x\nDATA_DIR=\n')
    expect(await readAgainst('more.env', folder)).toEqual({ MAX_CONCURRENT_CALLS: '4' })
    writeFileSync(join(folder, 'wrong.env'), 'MAX_CALLS_PER_DAY=3\nMAX_CALL_PER_MINUTE=4\n')
    expect(readAgainst('wrong.env', folder)).rejects.toThrow(
      'wrong.env:2: there is no setting MAX_CALL_PER_MINUTE; did you mean MAX_CALLS_PER_MINUTE?',
    )
    expect(readAgainst('none.env', folder)).rejects.toThrow('is not there')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
