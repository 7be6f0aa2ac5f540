const names = ['NO_PROXY', 'no_proxy'] as const

/** Until disposed this process reaches its own machine without a proxy, whatever the environment says of one. */
export function ownMachineWithoutProxy(): Disposable {
  const before = names.map((name) => [name, process.env[name]] as const)
  for (const name of names) process.env[name] = '127.0.0.1'
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    },
  }
}
