import type { PlantedFault } from '../planted-fault.ts'

/** In the store. */
export const recordFaults: readonly PlantedFault[] = [
  {
    name: 'an attempt is written down only when the order to dial has been given',
    file: 'ari/placing.ts',
    find: `    if ((await order.mayDial?.(signal)) === false) return await withdraw(exchange, channel)
    const dialedAtMs = exchange.clock.elapsed()
    const undialled = await dial(exchange, channel, order, signal)
`,
    put: `    const dialedAtMs = exchange.clock.elapsed()
    const undialled = await dial(exchange, channel, order, signal)
    if ((await order.mayDial?.(signal)) === false) return await withdraw(exchange, channel)
`,
    checks: ['facts', 'caps'],
    seed: 2,
  },
  {
    name: 'those in hand when the engine died are not taken back',
    file: 'app/app.ts',
    find: 'const waitingAgain = store.takeBack()',
    put: 'const waitingAgain = 0',
    checks: ['facts'],
    seed: 42,
  },
  {
    name: 'the clock is put back and whoever waits waits for the old time',
    file: 'dialer/dialer.ts',
    find: '    if (putBackMs > 0) onClockPutBack(putBackMs)\n',
    put: '',
    checks: ['waiting'],
    seed: 5,
  },
  {
    name: 'whoever asks not to be called is not put on the list',
    file: 'store/store.ts',
    find: "return disposition === 'complained' || (disposition === 'inbound_call' && detail === 'complained')",
    put: "return disposition === 'inbound_call' && detail === 'complained'",
    checks: ['facts', 'ringing'],
    seed: 6,
  },
  {
    name: 'an attempt whose phone did not ring stays open when its number goes back',
    file: 'store/contacts.ts',
    find: `    transact(this.#db, 'release', () => {
      this.#attempts.voidOpen(contactId)
`,
    put: `    transact(this.#db, 'release', () => {
`,
    checks: ['facts'],
    seed: 1,
  },
  {
    name: 'a call that is recorded is still noted as being up',
    file: 'store/store.ts',
    find: "      this.#db.query('DELETE FROM live_calls WHERE id = ?').run(record.id)\n",
    put: '',
    checks: ['facts'],
    seed: 1,
  },
]
