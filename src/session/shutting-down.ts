import { ScopeClosed } from '../kernel/scope.ts'

/** The engine is going down: abort reason of every call's signal. */
export class ShuttingDown extends Error {
  override readonly name = 'ShuttingDown'
}

/** Whether an engine that ends will be followed by another: not where it had come to the end of its work. */
export function mayGoOn(signal: AbortSignal): boolean {
  return signal.aborted && !(signal.reason instanceof ScopeClosed)
}
