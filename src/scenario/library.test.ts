import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadLibrary, overlay, type SourceFile } from './library.ts'
import type { AskStep, Plan } from './plan.ts'
import { renderProblems } from './render-problems.ts'
import { readScenarioTree } from './source-tree.ts'

const shipped = readScenarioTree(join(import.meta.dir, '../../scenarios'))

function scenario(path: string, name: string, more = ''): SourceFile {
  const text = `salehi: 1\nname: ${name}\nlanguage: en-US\n${more}flow: { outbound: [{ hangup: connected }] }`
  return { path, file: `scenarios/${path}`, text }
}

function question(plan: Plan | undefined): AskStep {
  return plan?.blocks.get('outbound')?.steps[0] as AskStep
}

test.each(['salehi', 'sina', 'agrad'])('the shipped files of %s are clean, and ask hello and alo', (company) => {
  const library = loadLibrary(shipped, company)
  expect(renderProblems(library.problems)).toBe('')
  expect([...library.plans.keys()]).toEqual([company])
  const plan = library.plans.get(company)
  expect(plan).toMatchObject({ company, offers: ['outbound'], language: { default: 'fa-IR' } })
  expect(question(plan).prompts).toEqual(['hello', 'alo'])
  expect(question(plan).listen).toEqual({ endpointingMs: 2_000, noInputMs: 5_000, maxUtteranceMs: 10_000 })
  expect(library.policy).toMatchObject({ company, zone: 'Asia/Tehran', attempts: { perDay: 1, total: 3 } })
})

test('salehi answers «where is my number from» once, and does not ask a second time when it understood nothing', () => {
  const ask = question(loadLibrary(shipped, 'salehi').plans.get('salehi'))
  expect(ask.on.get('number_question')).toMatchObject([{ verb: 'again', prompts: ['number'] }])
  expect(ask.attempts).toBe(2)
  expect(ask.reprompt).toBeUndefined()
})

test.each(['sina', 'agrad'])('%s says repeat once, then goodbye', (company) => {
  const ask = question(loadLibrary(shipped, company).plans.get(company))
  expect(ask).toMatchObject({ reprompt: ['repeat'], attempts: 2 })
  expect(ask.on.get('number_question')).toMatchObject([{ verb: 'again', prompts: ['repeat'] }])
  expect(ask.on.get('unknown')).toMatchObject([{ prompts: ['goodby'] }, { disposition: 'unknown' }])
})

test('every recording of the shipped scenarios is there, with its words as it was recorded', async () => {
  const audio = join(import.meta.dir, '../../assets/audio')
  const words = (await Bun.file(join(audio, 'prompts.json')).json()) as Record<string, Record<string, string>>
  for (const company of ['salehi', 'sina', 'agrad'])
    for (const prompt of loadLibrary(shipped, company).plans.get(company)?.prompts.values() ?? [])
      for (const spoken of prompt.spoken.values()) {
        if (spoken.kind !== 'audio') continue
        expect([prompt.name, await Bun.file(join(audio, company, spoken.file)).exists()]).toEqual([prompt.name, true])
        expect(spoken.says).toBe(words[company]?.[prompt.name] ?? 'missing')
      }
})

test('a scenario at the top belongs to every company, one in a folder to its own', () => {
  const sources = [
    scenario('common.yaml', 'common'),
    scenario('a/own.yaml', 'own'),
    scenario('b/other.yaml', 'other'),
    scenario('for-b.yaml', 'for-b', 'company: b\n'),
  ]
  expect([...loadLibrary(sources, 'a').plans.keys()].sort()).toEqual(['common', 'own'])
  expect([...loadLibrary(sources, 'b').plans.keys()].sort()).toEqual(['common', 'for-b', 'other'])
})

test('company.yaml and talks are no scenarios; without company.yaml the defaults hold', () => {
  const talk: SourceFile = { path: 'a/own.talk.yaml', file: 'own.talk.yaml', text: '- talk: x' }
  const library = loadLibrary([talk, scenario('a/own.yaml', 'own')], 'a')
  expect(library.problems).toEqual([])
  expect(library.policy?.calling.week).toEqual(Array.from({ length: 7 }, () => [{ fromMinute: 540, toMinute: 1260 }]))
  expect(library.policy?.doNotCall).toEqual([{ kind: 'spoken' }, { kind: 'manual' }])
})

test('with a broken company.yaml there is no policy, and the problems of every file are shown together', () => {
  const company: SourceFile = { path: 'a/company.yaml', file: 'a/company.yaml', text: 'salehi: 1\nzone: Nowhere' }
  const library = loadLibrary([scenario('a/x.yaml', 'X'), company], 'a')
  expect(library.policy).toBeUndefined()
  expect(library.problems.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
    'a/company.yaml shape',
    'scenarios/a/x.yaml shape',
  ])
})

test('a company nobody wrote scenarios for is a problem that names the others', () => {
  expect(loadLibrary(shipped, 'sian').problems[0]?.message).toBe(
    'there is no scenario for the company "sian"; there are agrad, salehi, sina',
  )
})

test('a folder of the owner lies over the embedded one file by file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'scenarios-'))
  try {
    mkdirSync(join(dir, 'a'))
    writeFileSync(join(dir, 'a', 'one.yaml'), scenario('', 'changed').text)
    writeFileSync(join(dir, 'a', 'notes.txt'), 'not a scenario')
    const above = readScenarioTree(dir)
    const sources = overlay([scenario('a/one.yaml', 'one'), scenario('a/two.yaml', 'two')], above)
    expect([...loadLibrary(sources, 'a').plans.keys()]).toEqual(['changed', 'two'])
    expect(loadLibrary(sources, 'a').plans.get('changed')?.file).toBe(join(dir, 'a', 'one.yaml'))
  } finally {
    rmSync(dir, { recursive: true })
  }
})
