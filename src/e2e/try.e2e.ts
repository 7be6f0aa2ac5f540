import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSalehi } from './command-run.ts'

/** A conversation at the terminal: what is typed, and what must come of it. */
interface Conversation {
  readonly name: string
  readonly scenario: string
  readonly types: readonly string[]
  /** Everything said and done, in order, without the words. */
  readonly happens: readonly string[]
  readonly disposition: string
  readonly status: string
  readonly left?: boolean
}

const conversations: readonly Conversation[] = [
  {
    name: 'salehi: yes is thanked for and counts as connected',
    scenario: 'salehi',
    types: ['بله حتما'],
    happens: ['hello', 'alo', '👂', 'yes'],
    disposition: 'connected',
    status: 'CONNECTED',
  },
  {
    name: 'salehi: where from is answered once, then yes',
    scenario: 'salehi',
    types: ['شماره منو از کجا آوردید', 'بله'],
    happens: ['hello', 'alo', '👂', 'number', '👂', 'yes'],
    disposition: 'connected',
    status: 'CONNECTED',
  },
  {
    name: 'sina: yes brings an operator',
    scenario: 'sina',
    types: ['بله', ''],
    happens: ['hello', 'alo', '👂', 'yes', '🎵', '☎ rings', '☎ answers'],
    disposition: 'connected',
    status: 'CONNECTED',
  },
  {
    name: 'sina: no operator is free',
    scenario: 'sina',
    types: ['بله', '/no_answer'],
    happens: ['hello', 'alo', '👂', 'yes', '🎵', '☎ rings', 'goodby'],
    disposition: 'failed (operator_failed)',
    status: 'FAILED',
  },
  {
    name: 'sina: gone while the operator rings',
    scenario: 'sina',
    types: ['بله', '/hangup'],
    happens: ['hello', 'alo', '👂', 'yes', '🎵', '☎ rings'],
    disposition: 'disconnected',
    status: 'DISCONNECTED',
    left: true,
  },
  {
    name: 'sina: not understood twice',
    scenario: 'sina',
    types: ['هوا خوب است', 'امروز هوا خیلی خوب است'],
    happens: ['hello', 'alo', '👂', 'repeat', '👂', 'goodby'],
    disposition: 'unknown',
    status: 'UNKNOWN',
  },
  {
    name: 'sina: never again',
    scenario: 'sina',
    types: ['دیگه به من زنگ نزنید'],
    happens: ['hello', 'alo', '👂', 'goodby'],
    disposition: 'complained',
    status: 'COMPLAINED',
  },
  {
    name: 'sina: silence, and silence again',
    scenario: 'sina',
    types: ['', ''],
    happens: ['hello', 'alo', '👂', 'repeat', '👂'],
    disposition: 'hangup',
    status: 'HANGUP',
  },
  {
    name: 'the end of the input is a hang-up',
    scenario: 'salehi',
    types: [],
    happens: ['hello', 'alo', '👂'],
    disposition: 'hangup',
    status: 'HANGUP',
    left: true,
  },
  {
    name: 'a key of the telephone stands for an answer',
    scenario: './keys.yaml',
    types: ['/1'],
    happens: ['hello', '👂', 'goodby'],
    disposition: 'connected',
    status: 'CONNECTED',
  },
  {
    name: 'a key that stands for nothing is silence',
    scenario: './keys.yaml',
    types: ['/9'],
    happens: ['hello', '👂'],
    disposition: 'hangup',
    status: 'HANGUP',
  },
]

for (const conversation of conversations) {
  test.concurrent(conversation.name, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'salehi-try-'))
    writeFileSync(join(folder, 'keys.yaml'), keys)
    const { scenario, types } = conversation
    const stdin = types.map((line) => `${line}\n`).join('')
    const run = { args: ['try', scenario, '--offline'], folder, stdin }
    const { code, stdout, stderr } = await runSalehi(run, AbortSignal.timeout(15_000))
    const lines = stdout.trimEnd().split('\n')
    const end = lines.findIndex((line) => line.startsWith('— '))
    expect(lines.slice(0, end).map(inShort)).toEqual([...conversation.happens])
    expect(lines.slice(end, end + 3)).toEqual([
      conversation.left === true ? '— the caller hung up' : '— we hang up',
      `disposition: ${conversation.disposition}`,
      `the panel is told: ${conversation.status}`,
    ])
    // Every step that was walked, with its place in the file.
    for (const step of lines.slice(end + 3)) expect(step).toMatch(/^ {2}\S+\.yaml:\d+ {2}\S+ → \w+$/)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    rmSync(folder, { recursive: true })
  }, 20_000)
}

function inShort(line: string): string {
  const said = /^🔊 (\w+): \S/.exec(line)?.[1]
  if (said !== undefined) return said
  if (line.startsWith('☎')) return line.includes('answers') ? '☎ answers' : '☎ rings'
  return line.split(' ')[0] ?? ''
}

const keys = `salehi: 1
name: keys
title: کلیدها
language: fa-IR
prompts: { hello: { audio: hello.mp3, says: سلام }, goodby: { audio: goodby.mp3, says: خدانگهدار } }
intents: { interest: { yes: { means: می‌پذیرد, phrases: [بله] }, no: { means: رد می‌کند, phrases: [نه] } } }
speech: { no_input: 1s }
flow:
  outbound:
    - ask: hello
      expect: interest
      keys: { "1": yes, "2": no }
      on:
        yes: [{ say: goodby }, { hangup: connected }]
        no: { hangup: not_interested }
        unknown: { hangup: unknown }
        no_input: { hangup: hangup }
`
