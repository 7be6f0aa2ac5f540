/**
 * Answers every INVITE by 302 to the number given for its user part. The carrier then asks again at the PBX with the
 * new request URI and the old To: the only way to make the two differ with a stock Asterisk.
 */
export class RedirectServer implements AsyncDisposable {
  readonly #targets = new Map<string, string>()
  readonly #socket: { close(): void }

  private constructor(socket: { close(): void }, targets: Map<string, string>) {
    this.#socket = socket
    this.#targets = targets
  }

  /** Listens on port 5060 of the host. */
  static async listen(hostname: string): Promise<RedirectServer> {
    const targets = new Map<string, string>()
    const socket = await Bun.udpSocket({
      hostname,
      port: 5060,
      socket: {
        data(from, datagram, port, address) {
          const answer = redirect(datagram.toString(), targets)
          if (answer) from.send(answer, port, address)
        },
      },
    })
    socket.unref()
    return new RedirectServer(socket, targets)
  }

  /** From now on calls to `user` are sent on to the SIP URI. */
  send(user: string, uri: string): void {
    this.#targets.set(user, uri)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close()
  }
}

function redirect(message: string, targets: ReadonlyMap<string, string>): string | undefined {
  const user = /^INVITE sips?:([^@;\s]+)@/.exec(message)?.[1]
  if (user === undefined) return undefined
  const header = (name: string) =>
    [...message.matchAll(new RegExp(`^${name}\\s*:.*$`, 'gim'))].map(([line]) => line.trim())
  const target = targets.get(user)
  const to = header('To')[0] ?? ''
  return [
    target ? 'SIP/2.0 302 Moved Temporarily' : 'SIP/2.0 404 Not Found',
    ...header('Via'),
    ...header('From'),
    to.includes(';tag=') ? to : `${to};tag=redirect`,
    ...header('Call-ID'),
    ...header('CSeq'),
    ...(target ? [`Contact: <${target}>`] : []),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}
