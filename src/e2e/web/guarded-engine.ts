import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../kernel/clock.ts'
import { sampleRecord } from '../../store/sample-record.ts'
import { openStore } from '../../store/store.ts'
import { type Engine, startEngine } from '../engine.ts'

/** The call that is in the store. */
export const storedCall = '019b8d3a00007000800000000000000a'
/** Its number, and what was said in it. */
export const storedNumber = '09350000001'
export const storedWords = 'نمی‌دانم'
/** What its first recording holds behind the header. */
export const storedSound = 'the voice of a caller'

/** The passwords of the roles, and the token of programs. */
export const guards = {
  WEB_PASSWORD: 'Admin-Secret-1',
  WEB_OPERATOR_PASSWORD: 'Operator-Secret-2',
  WEB_VIEWER_PASSWORD: 'Viewer-Secret-3',
  API_TOKEN: 'Token-Secret-4',
} as const

/** An executable with a day behind it, without an exchange: what it serves is what counts. */
export interface ServedEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly url: string
  readonly port: number
  readonly folder: string
}

/** Starts the executable on a store with one call; `settings` go over those of a box that has no exchange. */
export async function serveEngine(
  settings: Readonly<Record<string, string>>,
  signal: AbortSignal,
  kept?: string,
): Promise<ServedEngine> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'salehi-web-'))
  if (kept === undefined) furnish(folder)
  const port = freePort()
  const engine = startEngine({
    args: ['--company', 'sina'],
    folder,
    settings: {
      ARI_BASE_URL: 'http://127.0.0.1:9/ari',
      ARI_USERNAME: 'salehi',
      ARI_PASSWORD: 'Ari-Secret-77',
      OUTBOUND_TRUNK: 'trunk',
      OUTBOUND_NUMBERS: '02155550001',
      VIRA_STT_TOKEN: 'Vira-Secret-5',
      AST_SOUND_DIR: join(folder, 'sounds'),
      AST_RECORDING_DIR: join(folder, 'recording'),
      WEB_LISTEN: `127.0.0.1:${port}`,
      ...settings,
    },
  })
  await engine.line(/engine\.started/, signal)
  return {
    engine,
    url: `http://127.0.0.1:${port}`,
    port,
    folder,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      if (kept === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A store with one call, its recording, and links out of the folder of recordings. */
function furnish(folder: string): void {
  using store = openStore(join(folder, 'data', 'salehi.db'), systemClock)
  const record = sampleRecord({ id: storedCall })
  const [turn, ...turns] = record.turns
  if (turn === undefined) throw new Error('the sample has turns')
  store.recordCall({ ...record, turns: [{ ...turn, transcript: storedWords }, ...turns] }, [], () => undefined)
  mkdirSync(join(folder, 'sounds'), { recursive: true })
  const recordings = join(folder, 'recording', 'salehi')
  mkdirSync(recordings, { recursive: true })
  writeFileSync(join(recordings, `${storedCall}-1.wav`), wav(storedSound))
  symlinkSync('/etc/passwd', join(recordings, `${storedCall}-2.wav`))
  symlinkSync(join(folder, 'data', 'salehi.db'), join(recordings, `${storedCall}-3.wav`))
}

function wav(sound: string): Uint8Array {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16_000, 28)
  return Buffer.concat([header, Buffer.from(sound)])
}

/** A port nobody listens on. */
export function freePort(): number {
  const probe = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() })
  const { port = 0 } = probe
  void probe.stop(true) // nobody is connected
  return port
}
