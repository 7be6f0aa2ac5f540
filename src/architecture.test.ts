import { expect, test } from 'bun:test'
import { Glob } from 'bun'

/** Who may import whom: a room knows only the rooms listed for it. `ports` = only the files named ports.ts (and what they are made of). */
const inner: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  domain: ['kernel'],
  scenario: ['kernel', 'domain'],
  flow: ['kernel', 'domain', 'scenario'],
  session: ['kernel', 'domain', 'scenario', 'flow'],
  dialer: ['kernel', 'domain', 'scenario', 'flow', 'session'],
}
/** Adapters know the kernel, the domain, and the ports they serve; never each other. */
const adapters = [
  'ari',
  'media',
  'speech',
  'operators',
  'panel',
  'store',
  'report',
  'sms',
  'lists',
  'logs',
  'config',
  'web',
  'systemd',
]
const portRooms = ['scenario', 'flow', 'session', 'dialer']
/** Rooms outside the dependency order: the composition root, commands, rehearsals, stand-ins, tests on the real thing. */
const outer = ['app', 'cli', 'doctor', 'upkeep', 'rehearsal', 'testing', 'e2e', 'bench']

interface Import {
  readonly file: string
  readonly from: string
  readonly to: string
  readonly target: string
}

async function imports(): Promise<readonly Import[]> {
  const found: Import[] = []
  for await (const file of new Glob('*/**/*.{ts,tsx}').scan('src')) {
    const text = await Bun.file(`src/${file}`).text()
    for (const [, path = ''] of text.matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g)) {
      const target = new URL(path, `file:///${file}`).pathname.slice(1)
      const from = file.split('/')[0] ?? ''
      const to = target.split('/')[0] ?? ''
      if (from !== to) found.push({ file, from, to, target })
    }
  }
  return found
}

function allowed({ file, from, to, target }: Import): boolean {
  if (outer.includes(from)) return true
  if (/\.(test|e2e)\.tsx?$/.test(file)) return to === 'testing' || !outer.includes(to)
  if (adapters.includes(from)) {
    return ['kernel', 'domain'].includes(to) || (portRooms.includes(to) && /\/ports\.ts$/.test(target))
  }
  return inner[from]?.includes(to) === true
}

test('dependencies point inwards, and adapters never know each other', async () => {
  const wrong = (await imports()).filter((each) => !allowed(each)).map(({ file, target }) => `${file} → ${target}`)
  expect(wrong).toEqual([])
})

test('every folder of the source is a room of the house', async () => {
  const rooms = new Set<string>()
  for await (const file of new Glob('*/**/*.{ts,tsx}').scan('src')) rooms.add(file.split('/')[0] ?? '')
  const known = [...Object.keys(inner), ...adapters, ...outer]
  expect([...rooms].filter((room) => !known.includes(room))).toEqual([])
})
