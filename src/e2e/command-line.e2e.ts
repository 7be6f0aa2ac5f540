import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import { parse } from 'yaml'
import { faultsOf } from '../scenario/schema-faults.ts'
import { startGapGpt } from '../testing/services/gapgpt.ts'
import { type CommandEnd, type CommandRun, envFile, runSalehi } from './command-run.ts'
import { folderWithExecutable } from './engine.ts'

const source = join(import.meta.dir, '../..')
const names = ['run', 'call', 'try', 'classify', 'check', 'schema', 'config', 'prompts', 'import', 'version']
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'salehi-commands-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

/** A command of the executable, without bun, node and the repository at hand. */
async function salehi(args: readonly string[], run: Omit<CommandRun, 'args'> = {}): Promise<CommandEnd> {
  const ended = await runSalehi({ args, ...run }, AbortSignal.timeout(15_000))
  expect(ended.output).not.toContain('a fault of the program')
  return ended
}

test('the version names the commit it was built from', async () => {
  for (const args of [['version'], ['--version']]) {
    const { code, stdout } = await salehi(args)
    expect(stdout).toMatch(/^salehi \d+\.\d+\.\d+ \(([0-9a-f]{12}(-modified)?|unknown)\)\n$/)
    expect(code).toBe(0)
  }
})

test('help lists every command, and tells all about one however it is asked', async () => {
  const { code, stdout } = await salehi(['help'])
  expect(code).toBe(0)
  for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}salehi \\[?${name}\\b.* {2}\\S`, 'm'))
  for (const args of [['--help'], ['-h'], ['help', 'help']]) expect((await salehi(args)).stdout).toBe(stdout)
  for (const name of names) {
    const about = await salehi(['help', name])
    expect(about.stdout).toMatch(new RegExp(`^salehi \\[?${name}\\b.*\\n\\n {2}\\S`))
    expect(about.code).toBe(0)
    expect(await salehi([name, '--help'])).toEqual(about)
  }
})

test.each([
  [['nonsense'], 'there is no command "nonsense"; "salehi help" lists them'],
  [['help', 'nonsense'], 'there is no command "nonsense"; "salehi help" lists them'],
  [['--nonsense'], 'there is no option --nonsense; the options are --company, --until-done, --page-on-failure, --help'],
  [['run', 'sina'], '"sina" is one word too many; the options are --company, --until-done, --page-on-failure, --help'],
  [['run', '--company'], '--company needs a value behind it'],
  [['check', '-x'], 'there is no option -x; the options are --json, --paths, --help'],
  [['check', '--json=yes'], '--json takes no value'],
  [['check', 'missing.yaml'], 'missing.yaml is not there: give the path of a file'],
  [['check', '/tmp'], '/tmp is a folder: name the files in it'],
  [['call'], 'write: salehi call NUMBER --scenario NAME'],
  [['call', '0912', '345', '6789', '--scenario', 'sina'], '"345" is one word too many'],
  [['try'], 'for example: salehi try sina'],
  [['try', 'nobody'], 'there is no scenario "nobody"; there is agrad, salehi, sina'],
  [['classify'], 'classify needs --scenario NAME'],
  [['classify', '--scenario', 'sina', '--expect', 'moods'], 'the scenario "sina" has no intents "moods"'],
  [['import'], 'for example: salehi import old/sina.yaml'],
  [['version', 'please'], '"please" is one word too many; the options are --json, --help'],
])('a wrong command line says what to write: %j', async (args, says) => {
  const { code, stdout, stderr } = await salehi(args)
  expect(stderr).toStartWith('salehi: ')
  expect(stderr).toContain(says)
  expect(stderr.trimEnd()).not.toContain('\n')
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

test('config tells each value, where it came from, and no secret', async () => {
  writeFileSync(join(folder, '.env'), envFile({ ...written, COMPANY: 'salehi' }))
  const env = { ARI_APP_NAME: 'other', SCENARIO: 'agrad' }
  const { code, stdout, stderr } = await salehi(['config', '--company', 'sina'], { folder, env })
  const row = (name: string): string => stdout.split('\n').find((line) => line.startsWith(`${name} `)) ?? ''
  expect(row('COMPANY')).toMatch(/ sina +--company$/)
  expect(row('ARI_APP_NAME')).toMatch(/ other +environment$/)
  // Neither a shell nor Bun has had its hands on it: `$` is a plain character.
  expect(row('ARI_USERNAME')).toMatch(/ a\$HOME\$PATH +.*\.env:1$/)
  expect(row('ARI_PASSWORD')).toMatch(/ \*\*\* +.*\.env:2$/)
  expect(row('STATIC_CONTACTS')).toMatch(/ 2 numbers +.*\.env:3$/)
  expect(row('ORIGINATION_TIMEOUT')).toMatch(/ 30 s +default$/)
  expect(stdout + stderr).not.toMatch(/Hidden|0912/)
  expect(code).toBe(0)
  const json = await salehi(['config', '--json'], { folder, env })
  const rows = JSON.parse(json.stdout) as readonly Record<string, string>[]
  expect(rows.find(({ name }) => name === 'COMPANY')).toMatchObject({
    value: 'agrad',
    from: 'environment, as SCENARIO',
  })
  expect(rows.every((each) => Object.keys(each).join() === 'name,value,from,about')).toBe(true)
  expect(json.stdout).not.toMatch(/Hidden|0912/)
})

const written = { ARI_USERNAME: 'a$HOME$PATH', ARI_PASSWORD: 'Hidden$1', STATIC_CONTACTS: '09120000001,09120000002' }

test('config shows what is in force even when something is wrong, and then ends with 78', async () => {
  const { code, stdout, stderr } = await salehi(['config'], { settings: { ...written, ENHANCE: 'loudly' } })
  expect(stdout).toMatch(/^ENHANCE +loudly /m)
  expect(stderr).toContain('ENHANCE (')
  expect(code).toBe(78)
})

test('check is content with what is built in, and names every fault of a broken file', async () => {
  expect(await salehi(['check'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^(\w+: \d+ talks, (\d+) of \2 paths\n){3}\d+ files checked, nothing wrong\n$/),
  })
  const broken = readFileSync(join(source, 'scenarios/sina/sina.yaml'), 'utf8').replaceAll('say: goodby', 'sya: goodby')
  writeFileSync(join(folder, 'broken.yaml'), broken)
  const text = await salehi(['check', 'broken.yaml'], { folder })
  expect(text.stdout).toMatch(/^broken\.yaml:\d+:\d+: there is no verb "sya"; did you mean "say"\? \[unknown-verb\]$/m)
  expect(text.code).toBe(1)
  const { code, stdout } = await salehi(['check', 'broken.yaml', '--json'], { folder })
  const problems = JSON.parse(stdout) as readonly Record<string, unknown>[]
  expect(problems.length).toBe(text.stdout.match(/^broken\.yaml:/gm)?.length ?? 0)
  expect(problems[0]).toMatchObject({
    file: 'broken.yaml',
    rule: 'unknown-verb',
    line: expect.any(Number),
    column: expect.any(Number),
  })
  expect(code).toBe(1)
  expect(JSON.parse((await salehi(['check', '--json'])).stdout)).toEqual([])
})

test('check plays a talk of the owner against the built-in scenario, and shows where the call went another way', async () => {
  const talk = 'scenario: sina\ntalks:\n  - name: leaves at once\n    talk: [hangs up during alo]\n    ends: hangup\n'
  writeFileSync(join(folder, 'mine.talk.yaml'), talk)
  const { code, stdout } = await salehi(['check', 'mine.talk.yaml'], { folder })
  expect(stdout).toStartWith(
    'mine.talk.yaml:4:12: the talk has «hangs up during alo», the call has «hears hello» [talk]\n  leaves at once\n',
  )
  expect(stdout).toContain('  - hangs up during alo  (mine.talk.yaml:4)\n  + hears hello  (scenarios/sina/sina.yaml:')
  expect(code).toBe(1)
})

test('check looks at the files that lie over the built-in ones', async () => {
  mkdirSync(join(folder, 'mine/sina'), { recursive: true })
  writeFileSync(join(folder, 'mine/sina/company.yaml'), 'salehi: 1\ncompany: sina\ncalling_hours: { daily: 9-21 }\n')
  const { code, stdout } = await salehi(['check'], { settings: { SCENARIOS_DIR: join(folder, 'mine') } })
  expect(stdout).toContain('mine/sina/company.yaml:3:')
  expect(code).toBe(1)
})

test('the printed schemas are JSON Schema, and every file we ship is valid by them', async () => {
  for (const [args, pattern] of [
    [['schema'], '*/!(company).yaml'],
    [['schema', '--policy'], '*/company.yaml'],
  ] as const) {
    const { code, stdout } = await salehi(args)
    const schema = JSON.parse(stdout) as Parameters<typeof faultsOf>[1]
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(code).toBe(0)
    let files = 0
    for await (const file of new Glob(pattern).scan(join(source, 'scenarios'))) {
      if (file.endsWith('.talk.yaml')) continue
      const value: unknown = parse(await Bun.file(join(source, 'scenarios', file)).text())
      expect(faultsOf(value, schema, schema)).toEqual([])
      expect(faultsOf({ ...(value as object), salehi: 2 }, schema, schema)).not.toEqual([])
      files++
    }
    expect(files).toBeGreaterThanOrEqual(3)
  }
})

test('an old scenario is carried over into one that checks, with what was left out', async () => {
  const old = join(source, 'src/scenario/import/examples/salehi-old.yaml')
  const { code, stdout, stderr } = await salehi(['import', old])
  expect(code).toBe(0)
  expect(stderr.trim()).not.toBe('')
  writeFileSync(join(folder, 'carried.yaml'), stdout)
  expect(await salehi(['check', 'carried.yaml'], { folder })).toMatchObject({ code: 0 })
  writeFileSync(join(folder, 'not-old.yaml'), '- one\n- two\n')
  const refused = await salehi(['import', 'not-old.yaml'], { folder })
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('not-old.yaml')
})

test('prompts are installed, found unchanged, and replaced by recordings of the owner', async () => {
  const home = folderWithExecutable()
  mkdirSync(join(home, 'sounds/custom'), { recursive: true })
  const settings = { COMPANY: 'sina', AST_SOUND_DIR: join(home, 'sounds/custom') }
  const prompts = async (): Promise<readonly string[]> => {
    const { code, stdout } = await salehi(['prompts'], { program: join(home, 'salehi'), settings })
    expect(code).toBe(0)
    return stdout.trimEnd().split('\n')
  }
  const line = (verb: string) => expect.stringMatching(new RegExp(`^${verb} custom/sina/\\w+ \\(\\d+\\.\\d s\\)$`))
  expect(await prompts()).toEqual(Array(6).fill(line('installed')))
  expect(await prompts()).toEqual(Array(6).fill(line('unchanged')))
  const before = readFileSync(join(home, 'sounds/custom/sina/hello.ulaw'))
  mkdirSync(join(home, 'assets/audio/sina'), { recursive: true })
  cpSync(join(source, 'assets/audio/sina/goodby.mp3'), join(home, 'assets/audio/sina/hello.mp3'))
  const replaced = await prompts()
  expect(replaced.filter((each) => each.startsWith('installed'))).toEqual([
    expect.stringContaining('custom/sina/hello'),
  ])
  expect(readFileSync(join(home, 'sounds/custom/sina/hello.ulaw')).equals(before)).toBe(false)
  rmSync(home, { recursive: true })
})

test('classify without services answers each line with text, intent and who decided, and nothing else', async () => {
  const lines = ['بله بفرمایید', 'نه ممنون', 'شماره منو از کجا آوردید', 'دیگه زنگ نزنید', '', 'هوا خیلی خوب است']
  const { code, stdout } = await salehi(['classify', '--scenario', 'sina', '--offline'], { stdin: lines.join('\n') })
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  ).toEqual([
    { text: lines[0], intent: 'yes', by: 'rule' },
    { text: lines[1], intent: 'no', by: 'rule' },
    { text: lines[2], intent: 'number_question', by: 'rule' },
    { text: lines[3], intent: 'remove_me', by: 'rule' },
    { text: '', intent: 'unknown', by: 'none' },
    { text: lines[5], intent: 'unknown', by: expect.stringMatching(/^(rule|none)$/) },
  ])
  expect(stdout).toStartWith('{"text":"بله بفرمایید","intent":"yes","by":"rule"}\n')
  expect(code).toBe(0)
})

test('classify asks the language model where the rules are unsure, and the rules decide when it is away', async () => {
  await using gapgpt = await startGapGpt({ key: 'model-key', classify: () => 'number_question' })
  const settings = {
    GAPGPT_BASE_URL: gapgpt.url,
    GAPGPT_API_KEY: 'model-key',
    LLM_TIMEOUT: '2',
    CALL_THINK_BUDGET: '3',
  }
  const unsure = 'والا چی بگم، حالا ببینم چی میشه'
  const answers = async (...options: readonly string[]): Promise<string> => {
    const args = ['classify', '--scenario', 'sina', ...options]
    const { code, stdout } = await salehi(args, { stdin: `${unsure}\nبله\n`, settings })
    expect(code).toBe(0)
    return stdout
  }
  const sure = '{"text":"بله","intent":"yes","by":"rule"}\n'
  expect(await answers()).toBe(`{"text":"${unsure}","intent":"number_question","by":"llm"}\n${sure}`)
  expect(gapgpt.requests.all).toHaveLength(1)
  expect(gapgpt.violations).toEqual([])
  gapgpt.always({ fault: 'server_error' })
  const alone = await answers('--offline')
  expect(alone).toMatch(/"by":"(rule|none)"}\n.*\n$/)
  expect(await answers()).toBe(alone)
}, 30_000)
