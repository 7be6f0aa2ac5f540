import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { examineAndMend, type Practice, undo } from './doctor.ts'
import { paperWorld } from './paper-world.ts'

const never = new AbortController().signal
const http = '[general]\nenabled = no\nbindaddr = 127.0.0.1\n'

/** A box on paper whose HTTP server is off; whoever is asked answers `agrees`. */
function practice(agrees: boolean) {
  const world = paperWorld({
    etc: { 'asterisk.conf': '', 'http.conf': http },
    settings: { ARI_BASE_URL: 'http://127.0.0.1:1/ari' },
  })
  const told: string[] = []
  const asked: string[] = []
  const at: Practice = {
    world: () => world,
    tell: (line) => told.push(line),
    agrees(question) {
      asked.push(question)
      return Promise.resolve(agrees)
    },
  }
  return { at, told, asked, text: () => readFileSync(join(world.etc, 'http.conf'), 'utf8') }
}

test('nothing is done before it was shown and agreed to', async () => {
  const { at, told, asked, text } = practice(false)
  const { mended } = await examineAndMend(at, never)
  expect(asked).toEqual(['Do it?'])
  expect(told.indexOf('    enabled = yes')).toBeGreaterThan(told.indexOf('This will be done:'))
  expect(told.at(-1)).toBe('Nothing was done.')
  expect(mended).toEqual([])
  expect(text()).toBe(http)
})

test('what was agreed to is done once, and taken out again when that is agreed to', async () => {
  const { at, asked, text } = practice(true)
  const { looked, mended } = await examineAndMend(at, never)
  expect(mended.map(({ name, outcome }) => [name, outcome.kind])).toContainEqual(['http', 'done'])
  expect(looked.find(({ name }) => name === 'http')?.finding.kind).toBe('well')
  expect(text()).not.toBe(http)
  expect(await undo(at)).toBe(true)
  expect(text()).toBe(http)
  expect(asked.length).toBeGreaterThanOrEqual(2)
})
