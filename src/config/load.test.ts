import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Need } from './check.ts'
import { describeConfig } from './describe.ts'
import { renderFaults } from './fault.ts'
import { loadConfig } from './load.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'salehi-config-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

const everything = ['company', 'ari', 'outbound'] as const

const enough = `
COMPANY=sina
ARI_USERNAME=salehi
ARI_PASSWORD=open-sesame
OUTBOUND_TRUNK=TO-CUCM
OUTBOUND_NUMBERS=02191302954,02191302955
`

function load<const N extends Need>(
  file: string | undefined,
  env: Record<string, string> = {},
  needs: readonly N[] = [],
  company?: string,
) {
  if (file !== undefined) writeFileSync(join(cwd, '.env'), file)
  const systemFile = join(cwd, 'salehi.env')
  return loadConfig({ env, cwd, needs, systemFile, ...(company === undefined ? {} : { company }) })
}

function loaded<const N extends Need>(
  file: string | undefined,
  env: Record<string, string> = {},
  needs: readonly N[] = [],
  company?: string,
) {
  const result = load(file, env, needs, company)
  if (result.kind === 'faulty') throw new Error(renderFaults(result.faults))
  return result
}

function faults(file: string, env: Record<string, string> = {}, needs: readonly Need[] = []) {
  const result = load(file, env, needs)
  return result.kind === 'faulty' ? result.faults : []
}

test('with nothing written every default is in force', () => {
  const { config } = loaded(undefined)
  expect(config.limits).toEqual({
    perLine: { concurrent: 2, perMinute: 10, perDay: 200 },
    concurrentInbound: 0,
    concurrentOutbound: 0,
    perSecond: 3,
  })
  expect(config.http).toEqual({ maxConnections: 100, timeoutMs: 10_000 })
  expect(config.web.listen).toEqual({ host: '127.0.0.1', port: 8188 })
  expect(config.data).toEqual({ dir: join(cwd, 'data'), retentionDays: 90 })
  expect(config.dialer).toMatchObject({ retryMs: 60_000, drainMs: 90_000, batchSize: 10, failAlertThreshold: 3 })
  expect(config.company).toBeUndefined()
  expect(config.ari).toBeUndefined()
  expect(config.operators.usePanelAgents).toBe(false)
})

test('what a command needs is there, and the rest of Asterisk follows from it', () => {
  const { config } = loaded(`${enough}ARI_BASE_URL=http://10.0.0.5:8088/ari/\n`, {}, everything)
  expect(config.company).toBe('sina')
  expect(config.ari).toMatchObject({ baseUrl: 'http://10.0.0.5:8088/ari', wsUrl: 'ws://10.0.0.5:8088/ari/events' })
  expect(config.ari.password.reveal()).toBe('open-sesame')
  expect(config.outbound.lines).toEqual([{ number: '02191302954' }, { number: '02191302955' }])
  expect(config.outbound.dialPrefix).toBe('line4')
  expect(config.operators.trunk).toBe('TO-CUCM')
})

test('the config is frozen to its leaves', () => {
  const { config } = loaded(enough, {}, everything)
  expect(() => Object.assign(config.limits.perLine, { perDay: 1 })).toThrow()
  expect(() => (config.outbound.lines as unknown[]).push('x')).toThrow()
})

test('a password turned into text is stars', () => {
  const { config } = loaded(enough, {}, everything)
  expect(JSON.stringify(config)).not.toContain('open-sesame')
  expect(Bun.inspect(config)).not.toContain('open-sesame')
})

test('ten faults in one file are told at once, each with its line', () => {
  const file = [
    'ARI_BASE_URL=localhost:8088',
    'MAX_CALLS_PER_DAY=many',
    'ORIGINATION_TIMEOUT=2 weeks',
    'VIRA_VERIFY_SSL=perhaps',
    'COUNTRY=Persia',
    'TIMEZONE=Asia/Teheran',
    'CALLING_HOURS=sat-wed 21:00-09:00',
    'DIAL_PREFIX=line5',
    'LOG_LEVEL=LOUD',
    'WEB_LISTEN=everywhere',
    'what is this',
    'PANEL_BASE_URL=https://panel.example.com',
    'GAPGPT_TEMPERATURE=3',
  ].join('\n')
  const told = faults(file, {}, everything)
  const path = join(cwd, '.env')
  expect(told.map(({ name, where }) => `${name} ${where.replace(path, '')}`)).toEqual([
    '.env :11',
    'COMPANY not set',
    'ARI_BASE_URL :1',
    'ARI_USERNAME not set',
    'ARI_PASSWORD not set',
    'OUTBOUND_TRUNK not set',
    'OUTBOUND_NUMBERS not set',
    'DIAL_PREFIX :8',
    'COUNTRY :5',
    'ORIGINATION_TIMEOUT :3',
    'MAX_CALLS_PER_DAY :2',
    'CALLING_HOURS :7',
    'TIMEZONE :6',
    'PANEL_API_TOKEN not set',
    'GAPGPT_TEMPERATURE :13',
    'VIRA_VERIFY_SSL :4',
    'WEB_LISTEN :10',
    'LOG_LEVEL :9',
  ])
  expect(told.find(({ name }) => name === 'MAX_CALLS_PER_DAY')).toEqual({
    name: 'MAX_CALLS_PER_DAY',
    where: `${path}:2`,
    wrong: '"many" is not a whole number',
    write: 'a whole number from 0 to 1000000; for example MAX_CALLS_PER_DAY=200',
  })
})

test('the environment goes before the file, and an empty text is as if it were not there', () => {
  const { config, origins } = loaded('MAX_CALLS_PER_DAY=5\nMAX_CALLS_PER_MINUTE=6\nMAX_CONCURRENT_CALLS=\n', {
    MAX_CALLS_PER_DAY: '7',
    MAX_CALLS_PER_MINUTE: ' ',
  })
  expect(config.limits.perLine).toEqual({ perDay: 7, perMinute: 6, concurrent: 2 })
  expect(origins.MAX_CALLS_PER_DAY).toEqual({ kind: 'environment', name: 'MAX_CALLS_PER_DAY' })
  expect(origins.MAX_CALLS_PER_MINUTE).toMatchObject({ kind: 'file', line: 2 })
  expect(origins.MAX_CONCURRENT_CALLS).toEqual({ kind: 'default' })
})

test("the system's file counts only where the folder has none of its own", () => {
  writeFileSync(join(cwd, 'salehi.env'), 'COMPANY=agrad\nMAX_CALLS_PER_DAY=9\n')
  expect(loaded(undefined).config.company).toBe('agrad')
  const { config } = loaded('COMPANY=sina\n')
  expect(config.company).toBe('sina')
  expect(config.limits.perLine.perDay).toBe(200)
})

test('SCENARIO still names the company, the new name goes before it, and --company before both', () => {
  expect(loaded('SCENARIO=salehi\n').config.company).toBe('salehi')
  expect(loaded('COMPANY=sina\nSCENARIO=salehi\n').config.company).toBe('sina')
  expect(loaded('SCENARIO=salehi\nCOMPANY=sina\n').config.company).toBe('sina')
  expect(loaded('COMPANY=sina\n', { SCENARIO: 'agrad' }, [], 'salehi').config.company).toBe('salehi')
})

test('a misspelt name is warned of with the name that was meant, and a stranger is left alone', () => {
  const { warnings } = loaded('OUTBOUND_NUMBER=1000\nARI_USER=x\ncompany=sina\nPGPASSWORD=x\nHOME_PAGE=y\n')
  expect(warnings.map(({ name, about }) => [name, about])).toEqual([
    ['OUTBOUND_NUMBER', 'there is no such setting; did you mean OUTBOUND_NUMBERS?'],
    ['ARI_USER', 'there is no such setting; did you mean ARI_USERNAME?'],
    ['company', 'there is no such setting; did you mean COMPANY?'],
  ])
})

test('a setting written twice: the later one counts and is warned of', () => {
  const { config, warnings } = loaded('MAX_CALLS_PER_DAY=5\nMAX_CALLS_PER_DAY=6\n')
  expect(config.limits.perLine.perDay).toBe(6)
  expect(warnings.map(({ about }) => about)).toEqual(['is also on line 1; this one counts'])
})

test('faults never quote a secret or a number, and rows mask them', () => {
  const file = [
    'ARI_PASSWORD="never closed',
    'OUTBOUND_NUMBERS=02155550001,0215/5550002',
    'SMS_ADMINS=09355550003,12',
    'OPERATOR_MOBILE_NUMBERS=093555500041234567890',
    'OPERATOR_EXTENSION=ext 93555500',
    'WEB_PASSWORD=hush-hush',
    'PANEL_BASE_URL=https://user:hidden@panel.example.com',
    'STATIC_CONTACTS=09355550005,09355550006',
  ].join('\n')
  const result = load(file)
  if (result.kind !== 'faulty') throw new Error('expected faults')
  const told = renderFaults(result.faults)
  const shown = JSON.stringify(describeConfig(result.sources))
  expect(result.faults.map(({ name }) => name)).toContain('OPERATOR_EXTENSION')
  for (const secret of ['never closed', 'hush-hush', 'hidden', '0935555']) expect(told + shown).not.toContain(secret)
  expect(told).not.toContain('5550')
  const value = (name: string) => describeConfig(result.sources).find((row) => row.name === name)?.value
  expect(value('WEB_PASSWORD')).toBe('***')
  expect(value('STATIC_CONTACTS')).toBe('2 numbers')
  expect(value('ORIGINATION_TIMEOUT')).toBe('30 s')
})

test('numbers and lengths of time are read as people write them', () => {
  const { config } = loaded(
    'MAX_CALLS_PER_DAY=۱۵۰\nORIGINATION_TIMEOUT=45s\nDRAIN_TIMEOUT=1m\nCALL_THINK_BUDGET=۲.۵\nGAPGPT_TEMPERATURE=0.7\n' +
      'OPERATOR_SHOW_CUSTOMER=No\nOPERATOR_DIAL_PREFIX=9\nOPERATOR_MOBILE_NUMBERS=+98 912 111 1111، ۰۹۱۲۲۲۲۲۲۲۲\n',
  )
  expect(config.limits.perLine.perDay).toBe(150)
  expect(config.dialer.drainMs).toBe(60_000)
  expect(config.thinkBudgetMs).toBe(2_500)
  expect(config.llm.temperature).toBe(0.7)
  expect(config.operators.showCustomer).toBe(false)
  expect(config.operators.dialPrefix).toEqual({ digits: '9' })
  expect(config.operators.mobileNumbers.map(String)).toEqual(['09121111111', '09122222222'])
})

test('a line without digits needs a caller ID to show', () => {
  expect(faults('OUTBOUND_NUMBERS=main\n').map(({ name }) => name)).toEqual(['DEFAULT_CALLER_ID'])
  expect(loaded('OUTBOUND_TRUNK=t\nOUTBOUND_NUMBERS=main\nDEFAULT_CALLER_ID=##1000\n').config.outbound).toMatchObject({
    defaultCallerId: '##1000',
  })
})

test('half of the SMS settings means no alerts, and says so', () => {
  const { config, warnings } = loaded('SMS_API_KEY=key\nSMS_FROM=50001234\n')
  expect(config.sms).toBeUndefined()
  expect(warnings.map(({ name }) => name)).toEqual(['SMS_ADMINS'])
})
