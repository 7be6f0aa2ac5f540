import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { loadLibrary } from '../../scenario/library.ts'
import { readScenarioTree } from '../../scenario/source-tree.ts'
import { rehearse } from './rehearse.ts'
import { renderFailure, renderWay } from './render-rehearsal.ts'

/** A scenario with a filler, a second question and calls both ways. */
const example = readScenarioTree(join(import.meta.dir, 'examples')).map((source) => ({
  ...source,
  path: `academy/${source.path}`,
}))

test('talks walk every path of a scenario with a filler and an inbound flow', async () => {
  const company = { path: 'academy/company.yaml', file: 'company.yaml', text: queues }
  const { plans, problems } = loadLibrary([...example, company], 'academy')
  expect(problems).toEqual([])
  const talks = example.filter(({ path }) => path.endsWith('.talk.yaml'))
  const rehearsal = await rehearse(talks, { plans, whole: true, zone: 'Asia/Tehran' })
  expect(rehearsal.problems).toEqual([])
  expect(rehearsal.failures.map(renderFailure).join('\n')).toBe('')
  expect(rehearsal.coverage).toHaveLength(1)
  expect(rehearsal.coverage.flatMap((one) => one.open.map((way) => renderWay(way, one)))).toEqual([])
})

const queues = `salehi: 1
company: academy
queues: { advisers: { extensions: ["601"] }, reception: { extensions: ["600"] } }
`
