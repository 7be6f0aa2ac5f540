import type { Check } from '../check.ts'
import { localForm, newlyDialled } from './dialled.ts'

/** Every attempt is written before it is dialled, has one record, and is told once. */
export function factsCheck(): Check {
  const dialled = newlyDialled()
  return {
    name: 'facts',
    step(day) {
      return dialled(day).flatMap(({ channelId, number }) => {
        const attempt = day.world.database.query('SELECT 1 FROM attempts WHERE id = ?').get(channelId)
        return attempt === null ? [`${number} is dialled and nothing is written of it`] : []
      })
    },
    end({ world }) {
      const { database, panel, model, recogniser, sms } = world
      const wrong: string[] = []
      const one = (sql: string, what: string): void => {
        const rows = database.query<{ id: string }, []>(sql).all()
        for (const { id } of rows.slice(0, 3)) wrong.push(`${what}: ${id} (${rows.length} of them)`)
      }
      one("SELECT id FROM attempts WHERE state = 'open'", 'an attempt stays open')
      one(
        `SELECT id FROM attempts WHERE state = 'recorded' AND NOT EXISTS (SELECT 1 FROM calls WHERE calls.id = attempts.id)`,
        'an attempt without its record',
      )
      one(
        `SELECT id FROM calls WHERE direction = 'outbound' AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.id = calls.id)`,
        'a record without its attempt',
      )
      one(
        `SELECT id FROM contacts WHERE state = 'done' AND NOT EXISTS (SELECT 1 FROM calls WHERE contact_id = contacts.id)`,
        'a contact is done without a call',
      )
      one("SELECT id FROM contacts WHERE state = 'reserved'", 'a contact stays in our hands')
      one('SELECT id FROM live_calls', 'a call is still noted as being up')
      one(
        `SELECT id FROM calls WHERE phone <> '' AND phone NOT IN (SELECT phone FROM do_not_call)
          AND 'complained' IN (disposition, record_json ->> '$.outcome.detail')`,
        'somebody asked not to be called and does not stand on the do-not-call list',
      )
      one("SELECT key AS id FROM outbox WHERE state = 'waiting'", 'a report is still owed')
      one("SELECT key AS id FROM outbox WHERE state = 'set_aside' AND kind = 'panel.report'", 'a report was set aside')
      wrong.push(...panel.violations.map((each) => `the panel: ${each}`))
      wrong.push(...model.violations.map((each) => `the model: ${each}`))
      wrong.push(...recogniser.violations.map((each) => `the recogniser: ${each}`))
      wrong.push(...sms.violations.map((each) => `SMS: ${each}`))
      wrong.push(...told(world))
      const integrity = database.query<{ integrity_check: string }, []>('PRAGMA integrity_check').get()
      if (integrity?.integrity_check !== 'ok') wrong.push(`the database is damaged: ${integrity?.integrity_check}`)
      if (database.query('PRAGMA foreign_key_check').get() !== null) wrong.push('a row refers to nothing')
      return wrong
    },
  }
}

/** Each number of the panel that had its call was told of once; repeats carry the same key. */
function told({ panel, database }: Parameters<NonNullable<Check['end']>>[0]['world']): readonly string[] {
  const facts = new Map<string, Set<string>>()
  for (const { idempotencyKey, body } of panel.reports.all) {
    const id = body['number_id']
    if (id !== null && id !== undefined) facts.getOrInsertComputed(String(id), () => new Set()).add(idempotencyKey)
  }
  const wrong = [...facts].flatMap(([id, keys]) => (keys.size > 1 ? [`number ${id} has ${keys.size} facts`] : []))
  const done = database
    .query<{ id: string; phone: string }, []>(
      "SELECT panel_id_json AS id, phone FROM contacts WHERE source = 'panel' AND state = 'done'",
    )
    .all()
  for (const { id, phone } of done) {
    if (!facts.has(String(JSON.parse(id)))) wrong.push(`${localForm(phone)} was called and the panel was not told`)
  }
  return wrong
}
