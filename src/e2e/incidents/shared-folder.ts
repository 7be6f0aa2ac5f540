import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder several engines run in, one after another; it goes with the test. */
export class SharedFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'salehi-shared-'));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
