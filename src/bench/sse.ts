import { join } from 'node:path'

/**
 * What telling everybody costs: `bun src/bench/sse.ts [live calls]`. A server of its own with that many live calls, and
 * browsers that listen; prints a Markdown table, ends with 1 where a page takes more than 5 % of a core.
 */
const liveCalls = process.argv[2] ?? '200'
const seconds = 20
const mayTake = 5

const child = Bun.spawn([process.execPath, join(import.meta.dir, 'sse', 'busy-engine.ts'), liveCalls], {
  stdout: 'pipe',
})
const url = await firstLine(child.stdout)
await Bun.sleep(5_000) // until the calls have come up and the code is warm
console.log(`${liveCalls} live calls, each a step on every 3.5 s\n`)
console.log('| pages open | % of a core | kB/s each | events/s each |\n| ---: | ---: | ---: | ---: |')
let worst = 0
for (const pages of [0, 1, 8, 64]) {
  const stop = new AbortController()
  const heard = { bytes: 0, events: 0 }
  const reading = Array.from({ length: pages }, () => listen(stop.signal, heard))
  await Bun.sleep(2_000)
  const before = { cpu: await cpuSeconds(), bytes: heard.bytes, events: heard.events }
  await Bun.sleep(seconds * 1_000)
  const share = (((await cpuSeconds()) - before.cpu) / seconds) * 100
  const each = (total: number): string => (pages === 0 ? '–' : (total / pages / seconds).toFixed(1))
  const kilobytes = each((heard.bytes - before.bytes) / 1_000)
  console.log(`| ${pages} | ${share.toFixed(2)} | ${kilobytes} | ${each(heard.events - before.events)} |`)
  if (pages === 1) worst = share
  stop.abort()
  await Promise.all(reading)
}
child.kill()
process.exitCode = worst < mayTake ? 0 : 1

async function listen(signal: AbortSignal, heard: { bytes: number; events: number }): Promise<void> {
  const decoder = new TextDecoder()
  try {
    const response = await fetch(`${url}api/live`, { signal })
    for await (const piece of response.body ?? []) {
      heard.bytes += piece.byteLength
      heard.events += decoder.decode(piece).split('event: ').length - 1
    }
  } catch {
    return // it was cut, by us
  }
}

async function cpuSeconds(): Promise<number> {
  const text = await (await fetch(`${url}metrics`)).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1])
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of stream) {
    text += decoder.decode(piece)
    if (text.includes('\n')) break
  }
  return text.trim()
}
