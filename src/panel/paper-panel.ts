import type { PanelLink, PanelReply, PanelRequest } from './client.ts'

/** A panel on paper: answers with the replies it was given, in order, and keeps what it was asked. The last one repeats. */
export class PaperPanel implements PanelLink {
  readonly asked: PanelRequest[] = []
  readonly #replies: PanelReply[]

  constructor(...replies: readonly PanelReply[]) {
    this.#replies = [...replies]
  }

  send(request: PanelRequest): Promise<PanelReply> {
    this.asked.push(request)
    const next = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0]
    return Promise.resolve(next ?? { kind: 'ok', text: '{}' })
  }

  /** The bodies it was sent, read. */
  get bodies(): readonly unknown[] {
    return this.asked.map(({ body }) => (body === undefined ? undefined : (JSON.parse(body) as unknown)))
  }
}

/** A success with this body. */
export function ok(body: unknown): PanelReply {
  return { kind: 'ok', text: JSON.stringify(body) }
}
