import { expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PaperWorldOptions, paperWorld } from '../paper-world.ts'
import { fixes } from './all.ts'
import type { FixName, Plan } from './fix.ts'
import { mend, planText } from './mend.ts'
import { findOurs, takeOut } from './unmend.ts'

const never = new AbortController().signal
const etc = {
  'asterisk.conf': '',
  'ari.conf': '[general]\nenabled = no\n',
  'http.conf': '[general]\nenabled = yes\nbindaddr = 127.0.0.1\nsessionlimit = 10\n',
  'extensions.conf': '[from-trunk]\n',
  'pjsip.conf': '[trunk-1]\ntype = endpoint\n[trunk-1]\ntype = aor\n',
}
const settings = { ARI_USERNAME: 'salehi', ARI_PASSWORD: 'to;p-secret', OUTBOUND_TRUNK: 'trunk-1' }
const says = {
  'module reload res_ari.so': '',
  'module reload http': '',
  'dialplan reload': '',
  'module reload res_pjsip.so': '',
}

async function plansIn(world: ReturnType<typeof paperWorld>, ...names: readonly FixName[]): Promise<readonly Plan[]> {
  const planned = await Promise.all(names.map((name) => fixes[name].plan(world)))
  return planned.filter((each) => each.kind === 'plan')
}

const box = (over: PaperWorldOptions = {}) => paperWorld({ etc, settings, says, ...over })

test('what will be done is shown without the password, and done with it', async () => {
  const world = box()
  const plans = await plansIn(world, 'ari-user')
  expect(plans.flatMap(planText).join('\n')).toContain('password = ***')
  expect(plans.flatMap(planText).join('\n')).not.toContain('p-secret')
  await mend(plans, world, never)
  expect(readFileSync(join(world.etc, 'ari.conf'), 'utf8')).toContain('\npassword = to\\;p-secret\n')
})

test('only what is wrong is changed, and only what was changed is read again, once', async () => {
  const world = box()
  await mend(await plansIn(world, 'http', 'ari-general', 'ari-user'), world, never)
  expect(world.orders).toEqual(['module reload http', 'module reload res_ari.so'])
  const http = readFileSync(join(world.etc, 'http.conf'), 'utf8')
  expect(http).toContain('[general](+)\nsessionlimit = 500\n')
  expect(http.match(/enabled/g)).toHaveLength(1)
  expect(readFileSync(join(world.etc, 'ari.conf'), 'utf8')).toContain(
    '[general](+)\nenabled = yes\nwebsocket_write_timeout = 5000\n',
  )
})

test('planned again it is the same: what is ours is not taken for the owner’s', async () => {
  const world = box()
  const names = ['http', 'ari-general', 'ari-user', 'dialplan', 'rtp-timeout'] as const
  await mend(await plansIn(world, ...names), world, never)
  const once = Object.keys(etc).map((name) => readFileSync(join(world.etc, name), 'utf8'))
  await mend(await plansIn(world, ...names), world, never)
  expect(Object.keys(etc).map((name) => readFileSync(join(world.etc, name), 'utf8'))).toEqual(once)
})

test('all of it comes out again, in whatever file it stands, and owner and mode of the file stay', async () => {
  const world = box()
  chmodSync(join(world.etc, 'ari.conf'), 0o604)
  await mend(await plansIn(world, 'http', 'ari-general', 'ari-user', 'dialplan', 'rtp-timeout'), world, never)
  const ours = await findOurs(world)
  expect(ours.map(({ blocks }) => blocks)).toEqual([
    ['ari-general', 'ari-user'],
    ['http'],
    ['dialplan'],
    ['rtp-timeout'],
  ])
  for (const each of ours) takeOut(each)
  for (const [name, text] of Object.entries(etc)) expect(readFileSync(join(world.etc, name), 'utf8')).toBe(text)
  expect(statSync(join(world.etc, 'ari.conf')).mode & 0o777).toBe(0o604)
})

test('a file of our own goes away with what is in it', async () => {
  const world = box({ etc: { ...etc, 'ari.conf': '#include ari.d/*.conf\n' } })
  mkdirSync(join(world.etc, 'ari.d'))
  await mend(await plansIn(world, 'ari-user'), world, never)
  const own = join(world.etc, 'ari.d/salehi.conf')
  expect(existsSync(own)).toBe(true)
  for (const each of await findOurs(world)) takeOut(each)
  expect(existsSync(own)).toBe(false)
})

test('a user or context of the owner’s is not touched, and told where it stands', async () => {
  const world = box({ etc: { ...etc, 'ari.conf': '[salehi]\ntype=user\n', 'extensions.conf': '\n[salehi-inbound]\n' } })
  expect(await fixes['ari-user'].plan(world)).toMatchObject({
    kind: 'cannot',
    because: expect.stringContaining('ari.conf:1'),
  })
  expect(await fixes.dialplan.plan(world)).toMatchObject({
    kind: 'cannot',
    because: expect.stringContaining('extensions.conf:2'),
  })
})

test('settings without an ARI user get one with a password nobody can guess', async () => {
  const world = box({ settings: {} })
  const file = join(world.etc, '.env')
  writeFileSync(file, 'COMPANY=sina\n')
  const again = { ...world, settings: { ...world.settings, file } }
  const [plan] = await plansIn(again, 'ari-user')
  expect(planText(plan!).join('\n')).toContain('ARI_PASSWORD=***')
  await mend([plan!], again, never)
  expect(readFileSync(file, 'utf8')).toMatch(
    /^COMPANY=sina\n# >>> .*\nARI_USERNAME=salehi\nARI_PASSWORD=not-to-be-guessed\n# <<</,
  )
})

test('names and passwords that would break out of their line are refused', async () => {
  const evil = box({ settings: { ...settings, ARI_USERNAME: 'a]\n[b' } })
  expect((await fixes['ari-user'].plan(evil)).kind).toBe('cannot')
  const evilToo = box({ settings: { ...settings, ARI_PASSWORD: 'a\nread_only = yes' } })
  expect((await fixes['ari-user'].plan(evilToo)).kind).toBe('cannot')
})

test('where nobody may write, it is told to use sudo and nothing is half done', async () => {
  const world = box()
  const [plan] = await plansIn(world, 'http')
  const refused: Plan = {
    ...plan!,
    changes: [
      { kind: 'work', words: '', run: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })) },
    ],
  }
  const [done] = await mend([refused], world, never)
  expect(done?.outcome).toEqual({ kind: 'failed', because: 'this user may not: run it as root (sudo)' })
})

test('a console that does not answer is told with the command to run by hand', async () => {
  const world = box({ says: {}, silence: 'refused' })
  const done = await mend(await plansIn(world, 'http'), world, never)
  expect(done.at(-1)?.outcome).toMatchObject({
    kind: 'failed',
    because: expect.stringContaining('asterisk -rx "module reload http"'),
  })
})

test('an Asterisk that does not run is not asked to read again: it will when it starts', async () => {
  const world = box({ says: {}, silence: 'down' })
  const done = await mend(await plansIn(world, 'http'), world, never)
  expect(done.map(({ outcome }) => outcome.kind)).toEqual(['done'])
})
