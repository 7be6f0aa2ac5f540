/** The loopback addresses of one rig, all in a /24 nobody else uses. */
export interface Loopback extends AsyncDisposable {
  /** First three numbers of the addresses, such as `127.70.9`. */
  readonly net: string
  readonly pbx: string
  readonly carrier: string
  /** Second addresses of both, between which the second trunk runs. */
  readonly pbx2: string
  readonly carrier2: string
  /** For a SIP peer of a test's own. */
  readonly peer: string
  /** Where nobody listens. */
  readonly nobody: string
  /** The carrier's redirect server. */
  readonly redirect: string
}

const firstNet = 64
const nets = 60 * 250
const claimPort = 5059

/** Claims a /24 of 127.0.0.0/8 by an exclusively bound socket, which the kernel takes back when we die. */
export function claimLoopback(): Loopback {
  // Neighbouring pids start far apart, so that runs beginning together seldom try the same nets.
  const start = (process.pid * 7919) % nets
  for (let step = 0; step < nets; step++) {
    const index = (start + step) % nets
    const net = `127.${firstNet + Math.floor(index / 250)}.${1 + (index % 250)}`
    const claim = tryBind(`${net}.254`)
    if (claim) return addresses(net, claim)
  }
  throw new Error('Every loopback network of the test rig is taken. Is something starting rigs without ending them?')
}

function tryBind(hostname: string): { stop(): void } | undefined {
  try {
    const server = Bun.listen({ hostname, port: claimPort, exclusive: true, socket: { data: () => undefined } })
    server.unref()
    return { stop: () => server.stop(true) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined
    throw error
  }
}

function addresses(net: string, claim: { stop(): void }): Loopback {
  return {
    net,
    pbx: `${net}.1`,
    carrier: `${net}.2`,
    peer: `${net}.3`,
    nobody: `${net}.4`,
    carrier2: `${net}.5`,
    redirect: `${net}.6`,
    pbx2: `${net}.7`,
    [Symbol.asyncDispose]: async () => claim.stop(),
  }
}
