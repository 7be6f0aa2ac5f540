import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { settingOf } from '../../config/settings.ts'
import type { Sources } from '../../config/sources.ts'
import { latinDigits } from '../../domain/phone-number.ts'

/** So many of the latest of each sort are looked for by their own words; the rest by how such things look. */
const most = 2_000

/** What a settings file says that must not leave the house: secrets, and numbers of people. */
export function secretsIn({ written }: Sources): readonly string[] {
  return [...written].flatMap(([name, { text }]) => {
    const { shown } = settingOf(name)
    if (shown === 'secret') return [text.trim(), encodeURIComponent(text.trim())]
    // A list of people, or one of our own lines.
    return text.split(/[,;\s]+/).filter((part) => shown === 'count' || /^\+?\d{5,}$/.test(latinDigits(part)))
  })
}

/** The latest numbers, words and fields of people in a database. */
export function personalIn(path: string): readonly string[] {
  if (!existsSync(path)) return []
  using db = new Database(path, { readonly: true, strict: true })
  db.run('PRAGMA busy_timeout = 5000')
  const texts = (sql: string): readonly string[] =>
    db
      .query<{ text: string | null }, [number]>(sql)
      .all(most)
      .flatMap(({ text }) => text ?? [])
  return [
    ...texts('SELECT transcript AS text FROM turns ORDER BY call_id DESC LIMIT ?'),
    ...texts('SELECT phone AS text FROM contacts ORDER BY seq DESC LIMIT ?'),
    ...texts('SELECT phone AS text FROM calls ORDER BY ended_at DESC LIMIT ?'),
    ...texts('SELECT phone AS text FROM do_not_call ORDER BY since DESC LIMIT ?'),
    ...texts('SELECT note AS text FROM do_not_call WHERE note IS NOT NULL ORDER BY since DESC LIMIT ?'),
    ...texts('SELECT value AS text FROM contacts, json_each(fields_json) ORDER BY seq DESC LIMIT ?'),
    ...texts('SELECT file AS text FROM imports ORDER BY id DESC LIMIT ?'),
  ]
}
