/** The engine cannot start as things are; the message is for the owner: what is wrong, where, what to do. */
export class StartFault extends Error {
  override readonly name = 'StartFault'
  readonly code: number

  /** @param code what the process ends with */
  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}
