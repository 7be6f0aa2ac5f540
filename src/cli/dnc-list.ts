import { exitCodes } from '../app/exit-codes.ts'
import type { BarredPlace, DoNotCall } from '../store/do-not-call.ts'
import type { Terminal } from './command.ts'
import { because } from './dnc-text.ts'

const pageSize = 500

/** Prints the whole list page by page, whatever its length. */
export function listNumbers(
  list: DoNotCall,
  { json, zone }: { readonly json: boolean; readonly zone: string | undefined },
  terminal: Terminal,
): number {
  let after: BarredPlace | undefined
  let count = 0
  if (json) terminal.out('[')
  for (;;) {
    const page = list.page(pageSize, after)
    const lines = page.map((entry, at) => {
      if (!json) return `${entry.phone.padEnd(15)}  ${because(entry, zone)}`
      const since = Temporal.Instant.fromEpochMilliseconds(entry.since).toString()
      return `${count + at === 0 ? ' ' : ','}${JSON.stringify({ ...entry, since })}`
    })
    if (lines.length > 0) terminal.out(lines.join('\n'))
    count += page.length
    after = page.at(-1)
    if (page.length < pageSize || after === undefined) break
  }
  if (json) terminal.out(']')
  else if (count === 0) terminal.out('Nobody is on the do-not-call list.')
  return exitCodes.ok
}
