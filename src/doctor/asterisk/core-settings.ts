/** What Asterisk says of itself (`core show settings`). */
export interface CoreSettings {
  /** `/etc/asterisk` */
  readonly etc: string
  /** `<data>/sounds/custom` is what `sound:custom/…` means. */
  readonly data: string
  /** `<spool>/recording` is where recordings are kept. */
  readonly spool: string
  /** As asterisk.conf has it; empty where it was chosen by whoever started it. */
  readonly user: string
  readonly pidFile?: string
}

/** Reads them; undefined where the text is something else. */
export function readCoreSettings(text: string): CoreSettings | undefined {
  const value = (name: string): string | undefined =>
    new RegExp(`^\\s*${name}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim()
  const [etc, data, spool] = ['Configuration directory', 'Data directory', 'Spool directory'].map(value)
  if (etc === undefined || data === undefined || spool === undefined) return undefined
  const pidFile = value('PID file')
  const user = value('User name and group')?.split('/')[0] ?? ''
  return { etc, data, spool, user, ...(pidFile === undefined ? {} : { pidFile }) }
}
