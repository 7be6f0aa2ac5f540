import type { Channel, Command } from './channel.ts'

/** Lets a channel do something after whatever was ordered before. */
export function enqueue(channel: Channel, command: Command): void {
  channel.queue.push(command)
  advance(channel)
}

/** Begins what is next, unless something is still going on. */
export function advance(channel: Channel): void {
  while (channel.running === undefined && !channel.ending) {
    const next = channel.queue.shift()
    if (next === undefined) return
    channel.running = next
    next.start()
    if (next.kind === 'dial') channel.running = undefined // done as soon as it is begun
  }
}

/** The channel is going: what goes on and what waits ends now. */
export function abandonAll(channel: Channel): void {
  const all = [...(channel.running === undefined ? [] : [channel.running]), ...channel.queue.splice(0)]
  channel.running = undefined
  for (const command of all) command.abandon()
}
