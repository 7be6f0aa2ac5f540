import { expect, test } from 'bun:test'
import { UsageError } from './command.ts'
import { commands } from './commands.ts'
import { helpText } from './help.ts'

test('every command is in the list, with one line that says what it is for', () => {
  const lines = helpText(commands, undefined).split('\n')
  for (const { name, usage, summary } of commands) {
    expect(usage.replace(/^\[(\w+)\]/, '$1')).toStartWith(name)
    expect(summary).not.toMatch(/[.\n]$|\n/)
    expect(lines.filter((line) => line.startsWith(`  salehi ${usage} `))).toHaveLength(1)
  }
})

test('every line of help fits a terminal of 120 columns', () => {
  for (const about of [undefined, ...commands.map(({ name }) => name)]) {
    for (const line of helpText(commands, about).split('\n')) expect(line.length).toBeLessThanOrEqual(120)
  }
})

test('every option a usage line shows is explained below it', () => {
  for (const { name, usage } of commands) {
    const [head = '', ...rest] = helpText(commands, name).split('\n')
    expect(head).toBe(`salehi ${usage}`)
    for (const [option] of usage.matchAll(/--[\w-]+/g))
      expect(rest.join('\n')).toMatch(new RegExp(`^  ${option}\\b`, 'm'))
  }
})

test('help about a command that is none says where the list is', () => {
  expect(() => helpText(commands, 'dance')).toThrow(
    new UsageError('there is no command "dance"; "salehi help" lists them'),
  )
})
