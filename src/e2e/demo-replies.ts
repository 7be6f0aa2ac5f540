import { Database } from 'bun:sqlite'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ClipEar, clipEar, type Recognised } from './rig/listen.ts'
import type { Rig } from './rig/rig.ts'

/**
 * Tells who said what the recogniser just heard. It is sent sound without a name; the engine's recordings carry the id
 * of their call, and its store knows whom that call rings.
 */
export class DemoReplies {
  readonly #ear: ClipEar
  readonly #recordings: string
  readonly #database: string
  readonly #told = new Set<string>()

  private constructor(ear: ClipEar, recordings: string, database: string) {
    this.#ear = ear
    this.#recordings = recordings
    this.#database = database
  }

  static async of(rig: Rig, database: string): Promise<DemoReplies> {
    return new DemoReplies(await clipEar(rig.clips), join(rig.recordingDir, 'salehi'), database)
  }

  /** The number whose recording says the same; undefined when it is that of nobody we called. */
  async whoSaid(heard: Recognised): Promise<string | undefined> {
    const files = existsSync(this.#recordings) ? readdirSync(this.#recordings) : []
    for (const file of files) {
      if (!file.endsWith('.wav') || this.#told.has(file)) continue
      const said = this.#ear.recognise(await Bun.file(join(this.#recordings, file)).bytes())
      if (said?.text !== heard.text) continue
      this.#told.add(file)
      return this.#phoneOf(file.replace(/-\d+\.wav$/, ''))
    }
    return undefined
  }

  #phoneOf(id: string): string | undefined {
    using db = new Database(this.#database, { readonly: true })
    return db.query<{ phone: string }, [string]>('SELECT phone FROM attempts WHERE id = ?').get(id)?.phone
  }
}
