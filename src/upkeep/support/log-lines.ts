import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A line of app.log as we write it; nothing else is taken. */
const ours = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3} \S+ [A-Z]+ [a-z0-9_.]+: /
const mostBytes = 2_000_000

/** The latest lines of app.log and its backups, oldest first; the call logs, which hold numbers and words, are left out. */
export async function latestLogLines(dir: string): Promise<readonly string[]> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => /^app\.log(\.\d+)?$/.test(name))
  const newestFirst = names.toSorted((one, other) => placeOf(one) - placeOf(other))
  const texts: string[] = []
  let left = mostBytes
  for (const name of newestFirst) {
    if (left <= 0) break
    const text = await tail(join(dir, name), left)
    left -= text.length
    texts.unshift(text)
  }
  return texts
    .join('')
    .split('\n')
    .filter((line) => ours.test(line))
}

function placeOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0)
}

async function tail(path: string, most: number): Promise<string> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const bytes = new Uint8Array(Math.min(size, most))
  await file.read(bytes, 0, bytes.length, size - bytes.length)
  return Buffer.from(bytes).toString('utf8')
}
