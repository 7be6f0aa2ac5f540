import { Database } from 'bun:sqlite'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ari } from './rig/ari-probe.ts'
import { type ClipEar, clipEar, type Recognised } from './rig/listen.ts'
import type { Rig } from './rig/rig.ts'

/**
 * Tells who said what the recogniser just heard. It is sent sound without a name; the engine's recordings carry the id
 * of their call, its store knows whom that call rings, and Asterisk who rang us.
 */
export class DemoReplies {
  readonly #ear: ClipEar
  readonly #rig: Rig
  readonly #recordings: string
  readonly #database: string
  readonly #told = new Set<string>()
  readonly #known = new Map<string, string | undefined>()

  private constructor(ear: ClipEar, rig: Rig, database: string) {
    this.#ear = ear
    this.#rig = rig
    this.#recordings = join(rig.recordingDir, 'salehi')
    this.#database = database
  }

  static async of(rig: Rig, database: string): Promise<DemoReplies> {
    return new DemoReplies(await clipEar(rig.clips), rig, database)
  }

  /** The number whose recording says the same; undefined when there is none, or the call is over. */
  async whoSaid(heard: Recognised, signal: AbortSignal): Promise<string | undefined> {
    const files = existsSync(this.#recordings) ? readdirSync(this.#recordings) : []
    for (const file of files) {
      if (!file.endsWith('.wav') || this.#told.has(file)) continue
      if ((await this.#says(join(this.#recordings, file))) !== heard.text || this.#told.has(file)) continue
      this.#told.add(file)
      const id = file.replace(/-\d+\.wav$/, '')
      return this.#calledUnder(id) ?? (await this.#callerOf(id, signal))
    }
    return undefined
  }

  /** What a recording says; one that goes on says nothing yet: listening to it again and again would take too long. */
  async #says(file: string): Promise<string | undefined> {
    if (this.#known.has(file)) return this.#known.get(file)
    const bytes = await Bun.file(file).bytes()
    if (!isWhole(bytes)) return undefined
    const text = this.#ear.recognise(bytes)?.text
    this.#known.set(file, text)
    return text
  }

  #calledUnder(id: string): string | undefined {
    using db = new Database(this.#database, { readonly: true })
    return db.query<{ phone: string }, [string]>('SELECT phone FROM attempts WHERE id = ?').get(id)?.phone
  }

  async #callerOf(id: string, signal: AbortSignal): Promise<string | undefined> {
    const channel = await ari(this.#rig.pbx, { method: 'GET', path: `/channels/${id}` }, signal)
    return (channel as { readonly caller?: { readonly number?: string } }).caller?.number
  }
}

/** Asterisk writes the length of the sound into its file when it closes it. */
function isWhole(wav: Uint8Array): boolean {
  const dataBytes = wav.length < 44 ? 0 : new DataView(wav.buffer, wav.byteOffset).getUint32(40, true)
  return dataBytes > 0 && dataBytes <= wav.length - 44
}
