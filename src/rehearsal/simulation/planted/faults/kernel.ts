import type { PlantedFault } from '../planted-fault.ts'

/** In what everything else is built on. */
export const kernelFaults: readonly PlantedFault[] = [
  {
    name: 'a limiter loses a place each time nobody waits for it',
    file: 'kernel/limiter.ts',
    find: `        if (next === undefined) this.#held--
        else next()`,
    put: '        next?.()',
    checks: ['reporting', 'facts', 'ends'],
    seed: 1,
  },
  {
    name: 'whoever waits for a bell waits on when the work is over',
    file: 'kernel/bell.ts',
    find: '          if (signal.aborted) waiting.reject(error)',
    put: '          if (!timer.signal.aborted && !signal.aborted) waiting.reject(error)',
    checks: ['ends'],
    seed: 1,
  },
  {
    name: 'whoever waits for something that has happened already waits for ever',
    file: 'kernel/scope.ts',
    find: '  if (either.aborted) settle()\n  else either.addEventListener',
    put: '  either.addEventListener',
    checks: ['ends', 'idle', 'facts'],
    seed: 1,
  },
]
