import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { tryRun } from '../rig/command.ts'

/** What systemd itself says of a unit. */
export interface UnitVerdict {
  /** Its complaints; empty when it has none. */
  readonly complaints: string
  /** How exposed the service is, from 0 (not at all) to 10. */
  readonly exposure: number
}

/** Has systemd read a unit in a root folder of its own, with systemd's own units around it and what the unit starts in place. */
export async function verifyUnit(text: string, program: string, signal: AbortSignal): Promise<UnitVerdict> {
  const root = mkdtempSync(join(tmpdir(), 'salehi-unit-'))
  using stack = new DisposableStack()
  stack.defer(() => rmSync(root, { recursive: true, force: true }))
  const units = join(root, 'etc/systemd/system')
  cpSync('/lib/systemd/system', units, { recursive: true, dereference: false })
  writeFileSync(join(units, 'salehi.service'), text)
  mkdirSync(dirname(join(root, program)), { recursive: true })
  writeFileSync(join(root, program), '#!/bin/sh\n', { mode: 0o755 })
  const verified = await tryRun(['systemd-analyze', 'verify', `--root=${root}`, 'salehi.service'], {}, signal)
  const about = `${verified.stdout}${verified.stderr}`.split('\n').filter((line) => /salehi/.test(line))
  const complaints = verified.code === 0 ? about.join('\n') : `${verified.stdout}${verified.stderr}`
  const secured = await tryRun(
    ['systemd-analyze', 'security', '--offline=true', '--no-pager', `--root=${root}`, 'salehi.service'],
    {},
    signal,
  )
  const exposure = Number(/Overall exposure level for salehi\.service: (\d+\.\d+)/.exec(secured.stdout)?.[1])
  return { complaints, exposure }
}
