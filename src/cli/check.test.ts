import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkCommand } from './check.ts'
import { PaperTerminal } from './paper-terminal.ts'

const shipped = join(import.meta.dir, '../../scenarios')
let terminal: PaperTerminal

beforeEach(() => {
  terminal = new PaperTerminal()
})

afterEach(() => terminal[Symbol.dispose]())

/** Writes a file below the terminal's folder; returns its path. */
function write(path: string, text: string): string {
  const file = join(terminal.folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** Lays the folder `mine` over the built-in scenarios. */
function withOwnTree(): void {
  write('.env', `SCENARIOS_DIR=${join(terminal.folder, 'mine')}\n`)
}

const hello = `salehi: 1
name: greeting
language: en
prompts: { hello: { audio: hello.mp3 } }
flow: { outbound: [{ say: hello }, { hangup: connected }] }
`
const talkOf = (ends: string): string =>
  `scenario: greeting\ntalks:\n  - name: hears us out\n    talk: [hears: hello]\n    ends: ${ends}\n`

test('without files every built-in scenario is checked, every talk played, and how far they reach is told', async () => {
  expect(await terminal.run(checkCommand)).toBe(0)
  const [agrad, salehi, sina, ...rest] = terminal.out.trimEnd().split('\n')
  expect(agrad).toMatch(/^agrad: \d+ talks, (\d+) of \1 paths$/)
  expect(salehi).toMatch(/^salehi: \d+ talks, (\d+) of \1 paths$/)
  expect(sina).toMatch(/^sina: \d+ talks, (\d+) of \1 paths$/)
  expect(rest.join('\n')).toMatch(/^\d+ files checked, nothing wrong$/)
})

test('a talk that is not kept to fails the check like a problem, with both lines', async () => {
  const scenario = write('greeting.yaml', hello)
  const talks = write('greeting.talk.yaml', talkOf('unknown'))
  for (const file of [scenario, talks]) {
    expect(await terminal.run(checkCommand, file)).toBe(1)
    expect(terminal.out).toBe(
      [
        `${talks}:5:11: the call ends as connected, the talk as unknown [talk]`,
        '  hears us out',
        `    hears hello  (${scenario}:5)`,
        `  - ends: unknown  (${talks}:5)`,
        `  + we hang up; ends: connected  (${scenario}:5)`,
        'greeting: 1 talk, 0 of 3 paths (--paths names the others)',
        '',
      ].join('\n'),
    )
  }
  expect(await terminal.run(checkCommand, talks, '--json')).toBe(1)
  expect(JSON.parse(terminal.out)).toEqual([
    {
      file: talks,
      line: 5,
      column: 11,
      length: 7,
      rule: 'talk',
      message: 'hears us out: the call ends as connected, the talk as unknown',
      source: '    ends: unknown',
    },
  ])
})

test('a path without a talk is told of an owner’s scenario, named on request, and no fault', async () => {
  const scenario = write('greeting.yaml', hello)
  expect(await terminal.run(checkCommand, scenario)).toBe(0)
  expect(terminal.out).toBe(
    'greeting: no talks, 0 of 3 paths (--paths names the others)\n1 files checked, nothing wrong\n',
  )
  write('greeting.talk.yaml', talkOf('connected'))
  expect(await terminal.run(checkCommand, scenario, '--paths')).toBe(0)
  expect(terminal.out).toBe(
    `greeting: 1 talk, 2 of 3 paths\n  ${scenario}:5 outbound[0]: the caller hangs up\n1 files checked, nothing wrong\n`,
  )
})

test('talks alone are played against the built-in scenario of that name; talks of other scenarios stay out', async () => {
  const own = write(
    'mine.talk.yaml',
    'scenario: sina\ntalks: [{ name: x, talk: [hangs up during hello], ends: hangup }]\n',
  )
  write('greeting.talk.yaml', talkOf('unknown'))
  expect(await terminal.run(checkCommand, own)).toBe(0)
  expect(terminal.out).toStartWith('sina: 1 talk, ')
})

test('a scenario laid over a built-in one leaves its talks behind, and brings its own', async () => {
  withOwnTree()
  const changed = readFileSync(join(shipped, 'sina/sina.yaml'), 'utf8').replace('- say: yes', '- say: goodby')
  write('mine/sina/sina.yaml', changed)
  expect(await terminal.run(checkCommand)).toBe(0)
  expect(terminal.out).toMatch(/^sina: no talks, 0 of \d+ paths/m)
  write('mine/sina/sina.talk.yaml', readFileSync(join(shipped, 'sina/sina.talk.yaml'), 'utf8'))
  expect(await terminal.run(checkCommand)).toBe(1)
  expect(terminal.out).toContain('the talk has «hears yes», the call has «hears goodby» [talk]')
})

test('talks laid over the built-in ones take their place', async () => {
  withOwnTree()
  write(
    'mine/sina/sina.talk.yaml',
    'scenario: sina\ntalks: [{ name: x, talk: [hangs up during hello], ends: hangup }]\n',
  )
  expect(await terminal.run(checkCommand)).toBe(0)
  expect(terminal.out).toMatch(/^sina: 1 talk, /m)
})

test('talks of a broken scenario are not played: what is wrong is told once', async () => {
  const scenario = write('greeting.yaml', hello.replace('say: hello', 'say: helo'))
  write('greeting.talk.yaml', talkOf('unknown'))
  expect(await terminal.run(checkCommand, scenario)).toBe(1)
  expect(terminal.out.match(/^\S+\.yaml:/gm)).toEqual([`${scenario}:`])
  expect(terminal.out).not.toContain('[talk]')
})

test('a scenario of every company is played once, with the talks beside it and those of a company’s folder', async () => {
  withOwnTree()
  write('mine/greeting.yaml', hello)
  write('mine/greeting.talk.yaml', talkOf('connected'))
  expect(await terminal.run(checkCommand)).toBe(0)
  expect(terminal.out.match(/^greeting: .*$/gm)).toEqual(['greeting: 1 talk, 2 of 3 paths (--paths names the others)'])
  write('mine/sina/greeting.talk.yaml', 'scenario: greetin\ntalks: [{ name: x, talk: [], ends: hangup }]\n')
  expect(await terminal.run(checkCommand)).toBe(1)
  expect(terminal.out).toContain('there is no scenario "greetin"; did you mean "greeting"? [unknown-name]')
})
