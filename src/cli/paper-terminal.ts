import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command, Terminal } from './command.ts'

/** A terminal on paper in a folder of its own, for tests of commands; DATA_DIR is that folder unless said otherwise. */
export class PaperTerminal implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'salehi-terminal-'))
  out = ''
  err = ''

  /** Runs a command to its end; returns its exit code. */
  async run(command: Command, ...args: readonly string[]): Promise<number> {
    this.out = ''
    this.err = ''
    const terminal: Terminal = {
      out: (text) => {
        this.out += `${text}\n`
      },
      err: (text) => {
        this.err += `${text}\n`
      },
      lines: nothing(),
      env: { DATA_DIR: this.folder, COMPANY: 'sina' },
      cwd: this.folder,
      home: this.folder,
    }
    return await command.run(args, terminal, new AbortController().signal)
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function* nothing(): AsyncIterable<string> {
  // No line is typed.
}
