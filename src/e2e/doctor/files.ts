import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clinic } from './clinic.ts'

const pollMs = 50

/** Changes a file of the box in place; throws where there was nothing to change. */
export function edit({ box }: Clinic, file: string, from: string | RegExp, to: string): void {
  const path = box.at(file)
  const text = readFileSync(path, 'utf8')
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`There is nothing like ${from} in ${file}.`)
  writeFileSync(path, changed)
}

/** Adds lines to a file of the box. */
export function append({ box }: Clinic, file: string, text: string): void {
  appendFileSync(box.at(file), text)
}

/** A file of the box. */
export function textIn({ box }: Clinic, file: string): string {
  return readFileSync(box.at(file), 'utf8')
}

/** Waits until the console answers so. */
export async function untilSaid({ rx }: Clinic, command: string, pattern: RegExp): Promise<void> {
  for (;;) {
    const said = await rx(command)
    if (pattern.test(said)) return
    await sleep(pollMs)
  }
}
