/** A list cannot be read as it is; the message tells its owner what is wrong, where, and what to do. */
export class ListFault extends Error {
  override readonly name = 'ListFault'
}
