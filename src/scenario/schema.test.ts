import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { attemptKeys, companyKeys, queueKeys, retryKeys } from './keys/company-keys.ts'
import type { KeyTable } from './keys/key-table.ts'
import {
  alwaysKeys,
  hoursKeys,
  intentKeys,
  languageKeys,
  recordingKeys,
  scenarioKeys,
  speechKeys,
} from './keys/scenario-keys.ts'
import { stepKeys } from './keys/step-keys.ts'
import { readCompany, readScenario } from './scenario.ts'
import { companySchema, scenarioSchema } from './schema.ts'
import { faultsOf } from './schema-faults.ts'

const tree = join(import.meta.dir, '../../scenarios')

test('every shipped file is valid by its schema', () => {
  for (const company of ['salehi', 'sina', 'agrad'])
    for (const name of readdirSync(join(tree, company))) {
      if (!name.endsWith('.yaml') || name.endsWith('.talk.yaml')) continue
      const schema = name === 'company.yaml' ? companySchema() : scenarioSchema()
      expect(faultsOf(parse(readFileSync(join(tree, company, name), 'utf8')), schema, schema)).toEqual([])
    }
})

test('the schema files beside the scenarios are the ones this version writes', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(tree, name), 'utf8'))
  expect(read('scenario.schema.json')).toEqual(scenarioSchema())
  expect(read('company.schema.json')).toEqual(companySchema())
})

test('a scenario the schema refuses is refused by the reader', () => {
  const text =
    'salehi: 1\nname: a\nlanguage: fa-IR\nsppech: {}\nflow: { outbound: [{ hangup: connected, becuase: x }] }'
  const schema = scenarioSchema()
  expect(faultsOf(parse(text), schema, schema).length).toBeGreaterThan(0)
  expect(readScenario(text, 'a.yaml').problems.map((one) => one.rule)).toEqual(['unknown-key', 'unknown-key'])
})

const everywhere: readonly (readonly [string, KeyTable, (example: string, key: string) => string])[] = [
  ['a scenario', scenarioKeys, (example, key) => whole(key, example)],
  ['speech', speechKeys, (example, key) => whole('speech', `{ ${key}: ${example} }`)],
  [
    'language',
    languageKeys,
    (example, key) => whole('language', `{ ${key === 'default' ? '' : 'default: fa-IR, '}${key}: ${example} }`),
  ],
  [
    'a recording',
    recordingKeys,
    (example, key) => whole('prompts', `{ p: { ${key === 'audio' ? '' : 'audio: a.mp3, '}${key}: ${example} } }`),
  ],
  ['an intent', intentKeys, (example, key) => whole('intents', `{ s: { i: { ${key}: ${example} } } }`)],
  [
    'always',
    alwaysKeys,
    (example, key) =>
      whole(
        'always',
        `{ i: { ${key === 'means' ? '' : 'means: m, '}${key === 'then' ? '' : 'then: [], '}${key}: ${example} } }`,
      ),
  ],
  [
    'hours',
    hoursKeys,
    (example, key) =>
      whole('hours', `{ h: { ${key === 'open' ? '' : 'open: { sat: 09:00-10:00 }, '}${key}: ${example} } }`),
  ],
  ...Object.entries(stepKeys).map(
    ([verb, table]) =>
      [verb, table as KeyTable, (example: string, key: string) => stepWith(verb, table, key, example)] as const,
  ),
]

test.each(everywhere)('every key the schema offers in %s is one the reader accepts', (_, table, write) => {
  for (const [key, doc] of Object.entries(table)) {
    const text = write(JSON.stringify(doc.example), key)
    const rules = readScenario(text, 'a.yaml').problems.filter((one) => structural.includes(one.rule))
    expect({ key, rules, text }).toEqual({ key, rules: [], text })
  }
})

test.each(everywhere)('a key the schema does not offer in %s is refused by the reader', (_, table, write) => {
  expect(Object.keys(table)).not.toContain('zebra')
  const text = write('1', 'zebra')
  expect(readScenario(text, 'a.yaml').problems.map((one) => one.rule)).toContain('unknown-key')
})

const inCompany: readonly (readonly [string, KeyTable, (example: string, key: string) => string])[] = [
  ['company.yaml', companyKeys, (example, key) => (key === 'salehi' ? 'salehi: 1' : `salehi: 1\n${key}: ${example}`)],
  ['attempts', attemptKeys, (example, key) => `salehi: 1\nattempts: { ${key}: ${example} }`],
  [
    'retry',
    retryKeys,
    (example, key) => `salehi: 1\nretry: { busy: { ${key === 'after' ? '' : 'after: 1h, '}${key}: ${example} } }`,
  ],
  [
    'queues',
    queueKeys,
    (example, key) =>
      `salehi: 1\nqueues: { q: { extensions: ["60"], ${key === 'extensions' ? 'numbers: ["0912345"]' : `${key}: ${example}`} } }`,
  ],
]

test.each(inCompany)('every key the schema offers in %s is one the reader accepts, and no other', (_, table, write) => {
  for (const [key, doc] of Object.entries(table))
    expect(readCompany(write(JSON.stringify(doc.example), key), 'company.yaml', 'sina').problems).toEqual([])
  expect(readCompany(write('1', 'zebra'), 'company.yaml', 'sina').problems[0]?.rule).toBe('unknown-key')
})

test('every key of the schema has a description and an example', () => {
  const check = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    const properties = (part as { properties?: Record<string, Record<string, unknown>> }).properties
    for (const [name, one] of Object.entries(properties ?? {})) {
      const examples = one['examples'] as readonly unknown[]
      expect([name, typeof one['description'], examples.length]).toEqual([name, 'string', 1])
    }
    for (const inner of Object.values(part)) check(inner)
  }
  check(scenarioSchema())
  check(companySchema())
})

const structural: readonly string[] = ['yaml', 'shape', 'unknown-key', 'missing-key', 'unknown-verb']

const minimal: Readonly<Record<string, string>> = {
  salehi: '1',
  name: 'a',
  language: 'fa-IR',
  flow: '{ outbound: [{ hangup: connected }] }',
}

function whole(key: string, value: string): string {
  return Object.entries({ ...minimal, [key]: value })
    .map(([name, text]) => `${name}: ${text}`)
    .join('\n')
}

function stepWith(verb: string, table: KeyTable, key: string, example: string): string {
  const needed = Object.entries(table).filter(([name, doc]) => doc.required === true && name !== key)
  const keys = [...needed.map(([name, doc]) => `${name}: ${JSON.stringify(doc.example)}`), `${key}: ${example}`]
  expect(keys.some((one) => one.startsWith(`${verb}:`))).toBe(true)
  return whole('flow', `{ outbound: [{ ${keys.join(', ')} }] }`)
}
