const names = ['NO_PROXY', 'no_proxy'] as const

/** This machine by the names it is known under. */
export const ownMachine = ['127.0.0.1', 'localhost', '::1'] as const

/** From now on this process reaches these hosts without a proxy, whatever the environment says of one. */
export function reachDirectly(hosts: readonly string[]): void {
  for (const name of names) {
    const before = (process.env[name] ?? '').split(',').filter((host) => host !== '')
    process.env[name] = [...new Set([...before, ...hosts])].join(',')
  }
}
