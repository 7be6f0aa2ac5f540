/**
 * Which channel ids are taken. Asterisk since 20.15 takes an id for taken when one in use begins with it, whatever the
 * case; found without looking through all, as long as ids are of one length.
 */
export class IdRegister {
  readonly #prefixesConflict: boolean
  readonly #byLength = new Map<number, Set<string>>()

  constructor(prefixesConflict: boolean) {
    this.#prefixesConflict = prefixesConflict
  }

  add(id: string): void {
    const key = this.#key(id)
    const same = this.#byLength.get(key.length)
    if (same === undefined) this.#byLength.set(key.length, new Set([key]))
    else same.add(key)
  }

  delete(id: string): void {
    const key = this.#key(id)
    const same = this.#byLength.get(key.length)
    same?.delete(key)
    if (same?.size === 0) this.#byLength.delete(key.length)
  }

  /** Whether a new channel may not be called so. */
  conflicts(id: string): boolean {
    const key = this.#key(id)
    if (this.#byLength.get(key.length)?.has(key) === true) return true
    if (!this.#prefixesConflict) return false
    for (const [length, ids] of this.#byLength) {
      if (length <= key.length) continue
      for (const taken of ids) if (taken.startsWith(key)) return true
    }
    return false
  }

  clear(): void {
    this.#byLength.clear()
  }

  #key(id: string): string {
    return this.#prefixesConflict ? id.toLowerCase() : id
  }
}
