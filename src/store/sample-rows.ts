import type { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallRecord } from '../domain/record.ts'
import { Calls } from './calls.ts'
import { openDatabase } from './database.ts'

/** 2026-01-05 08:00 UTC: 11:30 in Tehran. */
export const sampleNow = Date.UTC(2026, 0, 5, 8, 0, 0)

type Row = Readonly<Record<string, string | number | null>>

/** A data folder of its own with rows written straight into its tables, for tests of what reads them. */
export class SampleRows implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'salehi-rows-'))
  readonly path = join(this.folder, 'salehi.db')
  readonly db: Database = openDatabase(this.path)

  insert(table: string, row: Row): void {
    const names = Object.keys(row)
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
    this.db.query(sql).run(...Object.values(row))
  }

  contact(row: Row = {}): void {
    this.insert('contacts', {
      id: 'k1',
      source: 'panel',
      phone: '09350000001',
      panel_id_json: row['source'] === undefined || row['source'] === 'panel' ? '7' : null,
      fields_json: '{}',
      state: 'waiting',
      changed_at: sampleNow - 3_600_000,
      ...row,
    })
  }

  attempt(row: Row = {}): void {
    this.insert('attempts', {
      id: 'a1',
      contact_id: 'k1',
      phone: '09350000001',
      line: '02155550001',
      line_json: '{"number":"02155550001"}',
      dialled_at: sampleNow,
      state: 'open',
      scenario_json: '{"name":"sina","hash":"f00d"}',
      ...row,
    })
  }

  /** A recorded call, without its attempt. */
  call(record: CallRecord): void {
    new Calls(this.db).insert(record)
  }

  report(row: Row = {}): void {
    this.insert('outbox', {
      kind: 'panel.report',
      key: 'a1',
      body: '{"status":"NOT_INTERESTED"}',
      state: 'delivered',
      attempts: 0,
      due_at: sampleNow + 20_000,
      created_at: sampleNow + 20_000,
      changed_at: sampleNow + 21_000,
      ...row,
    })
  }

  [Symbol.dispose](): void {
    this.db.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
