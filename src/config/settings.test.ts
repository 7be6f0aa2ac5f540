import { expect, test } from 'bun:test'
import { settingNames, settingOf, settingsTable } from './settings.ts'

test.each(settingNames)('%s: its default and its example are themselves accepted', (name) => {
  const { schema, example, default: byDefault } = settingOf(name)
  expect(schema.safeParse(example).success).toBe(true)
  expect(schema.safeParse(byDefault).success).toBe(true)
})

test('the table names every setting once, with defaults and units', () => {
  const rows = settingsTable().split('\n').slice(2, -1)
  expect(rows).toHaveLength(settingNames.length)
  expect(rows).toContain('| `ORIGINATION_TIMEOUT` | `30` s | How long a phone may ring |')
  expect(rows.find((row) => row.includes('`COMPANY`'))).toContain('(old name SCENARIO)')
})
