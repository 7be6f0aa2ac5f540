import type { AttemptStart, ContactBook, DueContact, RingRecord } from '../dialer/ports.ts'
import type { Contact } from '../domain/contact.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'

interface Listed {
  readonly contact: Contact
  readonly zone?: string
  state: 'waiting' | 'reserved' | 'done'
  dueAt: number
  technical: number
}

/** A list of contacts on paper, with the rules of the real one; `told` is what it was told, in order. */
export class PaperBook implements ContactBook, RingRecord {
  /** `dialing 1`, `release 1 +5000`, `postpone 1: why`, `give up 1: why`. */
  readonly told: string[] = []
  readonly barred = new Set<string>()
  readonly #listed = new Map<string, Listed>()
  readonly #rung: { readonly phone: string; readonly at: number; id: string; state: 'open' | 'over' | 'void' }[] = []

  /** Puts contacts on the list, but for those who are on it; returns how many. */
  admit(contacts: readonly Contact[], at: number, zone?: string): number {
    let admitted = 0
    for (const contact of contacts) {
      const known = this.#listed.get(contact.id)
      if (known !== undefined && known.state !== 'done') continue
      const entry = { contact, state: 'waiting', dueAt: at, technical: 0 } as const
      this.#listed.set(contact.id, { ...entry, ...(zone === undefined ? {} : { zone }) })
      admitted++
    }
    return admitted
  }

  due(now: number): number {
    return [...this.#listed.values()].filter(({ state, dueAt }) => state === 'waiting' && dueAt <= now).length
  }

  get settled(): boolean {
    return [...this.#listed.values()].every(({ state }) => state === 'done')
  }

  next(now: number): DueContact | undefined {
    const first = this.#first()
    if (first === undefined || first.dueAt > now) return undefined
    first.state = 'reserved'
    const { contact, technical, zone } = first
    return { contact, technical, ...(zone === undefined ? {} : { zone }) }
  }

  nextDueAt(): number | undefined {
    return this.#first()?.dueAt
  }

  dialing({ id, contact, at }: AttemptStart, permitted: () => boolean): boolean {
    if (this.#of(contact.id).state !== 'reserved' || !permitted()) return false
    this.told.push(`dialing ${contact.id}`)
    this.#rung.push({ phone: contact.phone, at, id, state: 'open' })
    return true
  }

  /** The attempt has its record. */
  recorded(attemptId: string, contactId: string): void {
    for (const rung of this.#rung) if (rung.id === attemptId) rung.state = 'over'
    this.#of(contactId).state = 'done'
  }

  release(contactId: string, dueAt: number): void {
    const entry = this.#of(contactId)
    this.told.push(`release ${contactId}`)
    Object.assign(entry, { state: 'waiting', dueAt, technical: entry.technical + 1 })
    this.#void(entry)
  }

  postpone(contactId: string, dueAt: number, because: string): void {
    this.told.push(`postpone ${contactId}: ${because}`)
    Object.assign(this.#of(contactId), { state: 'waiting', dueAt })
  }

  /** The wall clock was put back. */
  clockPutBack(byMs: number): void {
    for (const entry of this.#listed.values()) entry.dueAt -= byMs
  }

  giveUp(contact: Contact, why: string): void {
    this.told.push(`give up ${contact.id}: ${why}`)
    this.#of(contact.id).state = 'done'
    this.#void(this.#of(contact.id))
  }

  isBarred(phone: PhoneNumber): boolean {
    return this.barred.has(phone)
  }

  isRinging(phone: PhoneNumber): boolean {
    return this.#rung.some((rung) => rung.phone === phone && rung.state === 'open')
  }

  timesRung(phone: PhoneNumber, since: number): number {
    return this.#rung.filter((rung) => rung.phone === phone && rung.at >= since && rung.state !== 'void').length
  }

  /** Of those who wait the one that fell due first; of several, the one listed first. */
  #first(): Listed | undefined {
    let first: Listed | undefined
    for (const one of this.#listed.values()) {
      if (one.state === 'waiting' && (first === undefined || one.dueAt < first.dueAt)) first = one
    }
    return first
  }

  #void({ contact }: Listed): void {
    for (const rung of this.#rung) if (rung.phone === contact.phone && rung.state === 'open') rung.state = 'void'
  }

  #of(id: string): Listed {
    const entry = this.#listed.get(id)
    if (entry === undefined) throw new Error(`the book on paper does not list ${id}`)
    return entry
  }
}
