/** A browser or program that comes to the page. */
export class Visitor {
  readonly #url: string
  #headers: Readonly<Record<string, string>>
  csrf = ''
  cookie = ''

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url
    this.#headers = headers
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const proof = method === 'POST' ? { 'content-type': 'application/json', 'x-csrf-token': this.csrf } : {}
    return await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...this.#headers, ...proof, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** Signs in, and keeps the cookie and the token of the page. */
  async signIn(password: string): Promise<number> {
    const response = await this.ask('POST', '/api/login', { password })
    this.cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    this.#headers = { ...this.#headers, cookie: this.cookie }
    await this.know()
    return response.status
  }

  /** Asks who it is, as the page does when it opens. */
  async know(): Promise<unknown> {
    const me = (await (await this.ask('GET', '/api/me')).json()) as { readonly csrf?: string }
    this.csrf = me.csrf ?? ''
    return me
  }
}
