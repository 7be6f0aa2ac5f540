import type { PlantedFault } from '../planted-fault.ts'

/** On the way to Asterisk and back. */
export const exchangeFaults: readonly PlantedFault[] = [
  {
    name: 'after a reconnection it is not asked which calls are still up',
    file: 'ari/connect.ts',
    find: 'const seen = await reconcile(this.#exchange, restarted, this.#strays(inside, true), signal)',
    put: 'const seen = await inApplication(this.#exchange, signal)',
    checks: ['leaks'],
    seed: 58,
  },
  {
    name: 'an order to dial whose answer does not come is taken for one that was not given',
    file: 'ari/placing.ts',
    find: "if (dialed.kind !== 'refused') return undefined",
    put: "if (dialed.kind === 'done') return undefined\n    if (dialed.kind === 'unreachable') return dialed.because",
    checks: ['ringing'],
    seed: 94,
    contacts: 150,
  },
  {
    name: 'a bridge is left when those in it have parted',
    file: 'ari/joining.ts',
    find: "      await rest.call('bridges.destroy', { bridgeId }, signal)\n",
    put: '',
    checks: ['leaks'],
    seed: 1,
  },
  {
    name: 'the calls an earlier run left are taken for strays and hung up',
    file: 'ari/reconcile.ts',
    find: ' || exchange.channels.holds(id) || strays.keep(id)) continue',
    put: ' || exchange.channels.holds(id)) continue',
    checks: ['records'],
    seed: 9,
  },
]
