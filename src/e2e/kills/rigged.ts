import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBox } from '../box.ts'
import { layHome } from './home.ts'
import type { Rigged } from './trial.ts'

/** A box, both executables, and a folder; they go with the stack. */
export async function rigUp(stack: AsyncDisposableStack, signal: AbortSignal): Promise<Rigged> {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-kills-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const home = await layHome(folder, signal)
  const box = stack.use(await startBox({ company: 'sina' }, signal))
  const probe = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  const { port = 8188 } = probe
  await probe.stop(true)
  return { box, home, folder, port }
}
