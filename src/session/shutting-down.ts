/** The engine is going down: abort reason of every call's signal. */
export class ShuttingDown extends Error {
  override readonly name = 'ShuttingDown'
}
