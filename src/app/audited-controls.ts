import type { StoredAudit } from '../store/audit.ts'
import type { Controls } from '../web/control.ts'

/** The same orders, each written down: they come by a command of somebody who may write to the socket. */
export function auditedControls(controls: Controls, audit: Pick<StoredAudit, 'write'>): Controls {
  const note = (action: string, about?: string): void =>
    audit.write({
      ...{ role: 'admin', access: 'command', from: 'this machine', action, outcome: 'done' },
      ...(about === undefined ? {} : { about }),
    })
  return {
    pause(because) {
      controls.pause(because)
      note('pause', because)
    },
    resume() {
      controls.resume()
      note('resume')
    },
    drain() {
      controls.drain()
      note('drain')
    },
    changed: () => controls.changed(),
  }
}
