import { writeSync } from 'node:fs'
import { systemClock as clock } from '../../kernel/clock.ts'
import { silentLog } from '../../kernel/log.ts'
import { systemRandom as random } from '../../kernel/random.ts'
import { Secret } from '../../kernel/secret.ts'
import { PanelClient } from '../../panel/client.ts'
import { reportDelivery } from '../../panel/delivery.ts'
import { OutboxWorker } from '../../report/outbox-worker.ts'
import { openStore } from '../../store/store.ts'

/**
 * A process made to be killed: delivers what is owed in a database to a panel, as the engine does, until nothing is left;
 * then says `done`. Arguments: the database file, the panel's origin, its token.
 */
export async function reportUntilKilled(path: string, baseUrl: string, token: string): Promise<void> {
  using store = openStore(path, clock)
  const client = new PanelClient({ baseUrl, token: new Secret(token), timeoutMs: 10_000 }, { clock, fetch })
  const deliver = { 'panel.report': reportDelivery(client, 'v2') }
  const worker = new OutboxWorker({ outbox: store.outbox, deliver, clock, random, log: silentLog })
  const never = new AbortController().signal
  while (!(await worker.drain(600_000, never))) await clock.sleep(20, never)
}

if (import.meta.main) {
  const [path = '', url = '', token = ''] = Bun.argv.slice(2)
  const started = clock.elapsed()
  await reportUntilKilled(path, url, token)
  const ms = Math.round(clock.elapsed() - started)
  writeSync(1, `done in ${ms} ms with ${Math.round(process.memoryUsage().rss / 1_000_000)} MB\n`)
}
