import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { answers, type CallerScript } from '../script.ts'
import { replay } from './replay.ts'

const folder = `${import.meta.dir}/traces`
const names = [...new Glob('*.txt').scanSync(folder)].toSorted()

/** Far ends that are none of the number scheme's. */
const farEnds: Readonly<Record<string, Readonly<Record<string, CallerScript>>>> = {
  '18-rtptimeout.txt': { SIPP: answers(1_000, { kind: 'vanishes', when: 'at_once', afterMs: 0 }) },
}

test.each(names)('the requests of %s, sent again, have the same answers and events', async (name) => {
  const { statuses, events } = await replay(await Bun.file(`${folder}/${name}`).text(), 1, farEnds[name])
  expect(statuses.replayed).toEqual(statuses.recorded)
  expect(events.replayed).toEqual(events.recorded)
})
