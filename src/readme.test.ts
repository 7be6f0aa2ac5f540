import { expect, test } from 'bun:test'
import { commands } from './cli/commands.ts'
import { settingsTable } from './config/settings.ts'

const readme = await Bun.file(`${import.meta.dir}/../README.md`).text()

test('the README lists every setting as the program knows it (npx bun src/config/readme.ts writes the table)', () => {
  const table = /<!-- settings -->\n\n([\s\S]*?)\n<!-- \/settings -->/.exec(readme)?.[1]
  expect(table).toBe(settingsTable())
})

test('the README names every command', () => {
  for (const { name } of commands) expect(readme).toContain(name === 'run' ? 'salehi [run]' : `salehi ${name}`)
})
