import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { embeddedFiles } from '../../app/embedded.ts'
import { exitCodes } from '../../app/exit-codes.ts'
import { StartFault } from '../../app/start-fault.ts'

/** The company of the demonstration. */
export const demoCompany = 'sina'

/** The folders a demonstration runs in; they go with it. */
export interface DemoHouse extends Disposable {
  readonly folder: string
  readonly dataDir: string
  readonly soundDir: string
  readonly recordingDir: string
  readonly scenariosDir: string
  /** Length of a sound by its name without scheme (`custom/sina/hello`), milliseconds; undefined for one that is none. */
  readonly sounds: (name: string) => number | undefined
}

/** The recordings are all MP3 of 48 kbit/s, so that their size tells their length. */
const bytesPerMs = 6

/**
 * Makes the folders, with the prompts and the company's rules in them, where the system keeps what is not to stay.
 * Throws {@link StartFault}.
 */
export async function demoHouse(): Promise<DemoHouse> {
  const folder = newFolder()
  using undo = new DisposableStack()
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  undo.defer(remove)
  // Whoever is asked to end a second time ends at once.
  process.once('exit', remove)
  undo.defer(() => void process.removeListener('exit', remove))
  const at = (name: string): string => {
    mkdirSync(join(folder, name))
    return join(folder, name)
  }
  const soundDir = at('sounds')
  const scenariosDir = at('scenarios')
  const lengths = new Map<string, number>()
  for (const { path, bytes } of await embeddedFiles()) {
    const name = /^assets\/audio\/(.+)\.mp3$/.exec(path)?.[1]
    if (name?.startsWith(`${demoCompany}/`)) {
      const sound = await bytes()
      await Bun.write(join(soundDir, `${name}.mp3`), sound)
      lengths.set(`custom/${name}`, Math.round(sound.byteLength / bytesPerMs))
    }
    if (path === `scenarios/${demoCompany}/company.yaml`) {
      const rules = withoutHolidays(new TextDecoder().decode(await bytes()))
      await Bun.write(join(scenariosDir, demoCompany, 'company.yaml'), rules)
    }
  }
  const made = { folder, soundDir, scenariosDir, dataDir: at('data'), recordingDir: at('recordings') }
  const held = undo.move()
  return { ...made, sounds: (name) => lengths.get(name), [Symbol.dispose]: () => held.dispose() }
}

function newFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'salehi-demo-'))
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `The demonstration has no place for its folders (${because}): give it one that this user may write in TMPDIR`,
      exitCodes.failed,
    )
  }
}

/** Nobody is rung on a holiday; a demonstration can be wanted on one. */
function withoutHolidays(text: string): string {
  const document = parseDocument(text)
  document.delete('holidays')
  return document.toString()
}
