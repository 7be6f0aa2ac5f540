import { expect, test } from 'bun:test'
import type { Health } from '../dialer/ports.ts'
import { diskSpaceCheck, type Statfs, type WrittenFolder } from './disk-space.ts'

const never = new AbortController().signal
const folders: readonly WrittenFolder[] = [
  { setting: 'DATA_DIR', path: '/data' },
  { setting: 'AST_RECORDING_DIR', path: '/recording' },
]
const gigabyte = 1_000_000_000 / 4_096
const roomy = { bsize: 4_096, blocks: 100 * gigabyte, bavail: 50 * gigabyte }

function disks(data: object, recording: object): Promise<Health> {
  const statfs: Statfs = async (path) => {
    const disk = path === '/data' ? data : recording
    if (disk instanceof Error) throw disk
    return { ...roomy, ...disk }
  }
  return diskSpaceCheck(folders, statfs)(never)
}

const full = (setting: string, path: string): Health => ({
  kind: 'ill',
  because: `the disk of ${setting} (${path}) is full but for 500 MB or 2 %: make room on it`,
})
const gone = Object.assign(new Error('no such file'), { code: 'ENOENT' })

test.each([
  ['two roomy disks', {}, {}, { kind: 'well' }],
  ['500 MB of a small disk', { blocks: 5 * gigabyte, bavail: 0.5 * gigabyte }, {}, { kind: 'well' }],
  ['499 MB of a small disk', { blocks: 5 * gigabyte, bavail: 0.499 * gigabyte }, {}, full('DATA_DIR', '/data')],
  ['2 % of a large disk', {}, { bavail: 2 * gigabyte }, { kind: 'well' }],
  ['less than 2 % of a large disk', {}, { bavail: 1.99 * gigabyte }, full('AST_RECORDING_DIR', '/recording')],
  [
    'a folder on another machine',
    {},
    gone,
    { kind: 'unsure', because: 'AST_RECORDING_DIR (/recording) cannot be looked at (ENOENT)' },
  ],
  ['one folder away and the other full', gone, { bavail: 0 }, full('AST_RECORDING_DIR', '/recording')],
] as const satisfies readonly (readonly [string, object, object, Health])[])(
  '%s',
  async (_what, data, recording, health) => {
    expect(await disks(data, recording)).toEqual(health)
  },
)

test('a real folder can be looked at', async () => {
  const health = await diskSpaceCheck([{ setting: 'DATA_DIR', path: import.meta.dir }])(never)
  expect(health.kind).not.toBe('unsure')
})
