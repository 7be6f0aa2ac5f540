import type { GapGptFault } from '../../testing/services/gapgpt.ts'
import type { ViraFault } from '../../testing/services/vira.ts'
import type { Box } from '../box.ts'
import { clipEar } from '../rig/listen.ts'
import type { Saying } from '../rig/numbers.ts'

/** Lets the recogniser misbehave by what it hears: the number of the try (from 1) gives the fault, if any. */
export async function recogniserFaults(
  box: Box,
  faults: Readonly<Partial<Record<Saying, (attempt: number) => ViraFault | undefined>>>,
): Promise<void> {
  const ear = await clipEar(box.rig.clips)
  const tries = new Map<string, number>()
  box.vira.when(({ body }) => {
    const wav = Buffer.from(body.buffer, body.byteOffset, body.byteLength).indexOf('RIFF')
    const heard = wav < 0 ? undefined : ear.recognise(body.subarray(wav))
    if (heard === undefined) return undefined
    const attempt = (tries.get(heard.name) ?? 0) + 1
    tries.set(heard.name, attempt)
    return faults[heard.name as Saying]?.(attempt)
  })
}

/** Lets the language model misbehave by the reply it is asked about. */
export function modelFaults(box: Box, faults: ReadonlyMap<string, GapGptFault>): void {
  box.gapgpt.when(({ body }) => {
    const asked = new TextDecoder().decode(body)
    return [...faults].find(([reply]) => asked.includes(reply))?.[1]
  })
}
