import { expect, test } from 'bun:test'
import { checks } from '../checks.ts'
import { fixes } from '../fixes/all.ts'
import { fixNames } from '../fixes/fix.ts'
import { paperWorld } from '../paper-world.ts'
import { dialPrefixCheck } from './dial-prefix.ts'
import { httpServerCheck } from './http-server.ts'
import { installationCheck } from './installation.ts'
import { modulesCheck } from './modules.ts'
import { registrationCheck } from './registration.ts'
import { writeTimeoutCheck } from './write-timeout.ts'

const never = new AbortController().signal

test('every check has a name and a title of its own, and needs only what is looked at before it', () => {
  const names = checks.map(({ name }) => name)
  expect(new Set(names).size).toBe(checks.length)
  expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length)
  for (const [index, { needs = [] }] of checks.entries()) {
    for (const need of needs) expect(names.slice(0, index)).toContain(need)
  }
})

test('every fix goes by its name', () => {
  for (const name of fixNames) expect(fixes[name].name).toBe(name)
})

test.each([
  ['500', 'well'],
  ['99', 'warning'],
  ['19', 'fault'],
  ['many', 'fault'],
] as const)('a sessionlimit of %s is %s', async (limit, kind) => {
  const world = paperWorld({ etc: { 'http.conf': `[general]\nenabled=yes\nsessionlimit=${limit}\n` } })
  expect((await httpServerCheck.look(world, never)).kind).toBe(kind)
})

test('Asterisk’s own event time-out, which nobody writes, is too short', async () => {
  const look = (text: string) => writeTimeoutCheck.look(paperWorld({ etc: { 'ari.conf': text } }), never)
  expect(await look('[general]\nenabled=yes\n')).toMatchObject({ kind: 'warning', fix: 'ari-general' })
  expect((await look('[general]\nwebsocket_write_timeout=5000\n')).kind).toBe('well')
})

test('a module that is there but does not run is missing', async () => {
  const said = 'app_stasis.so    Stasis dialplan application   0   Not Running   core\n'
  const found = await modulesCheck.look(paperWorld({ says: { 'module show': said } }), never)
  expect(found).toMatchObject({ kind: 'fault', says: expect.stringContaining('app_stasis') })
})

test('the owner’s line is not shown in what is dialled', async () => {
  const settings = { OUTBOUND_TRUNK: 't', OUTBOUND_NUMBERS: '02191302954', DIAL_PREFIX: 'line4' }
  const found = await dialPrefixCheck.look(paperWorld({ settings }), never)
  expect(found).toEqual({
    kind: 'well',
    says: 'line4: the trunk gets ****0912…; --call NUMBER shows whether it likes that',
  })
})

test('the registration of another trunk is nobody’s business here', async () => {
  const row = (name: string, status: string) => ` ${name}/sip:192.0.2.7      n/a     ${status}   (exp. 3s)\n`
  const says = {
    'pjsip show endpoint trunk-1': ' context    : from-trunk\n',
    'pjsip show registrations': row('other', 'Rejected') + row('main', 'Unregistered'),
    'pjsip show registration other': ' endpoint   : trunk-2\n',
    'pjsip show registration main': ' endpoint   : trunk-2\n',
  }
  const look = (over: Readonly<Record<string, string>>) =>
    registrationCheck.look(paperWorld({ settings: { OUTBOUND_TRUNK: 'trunk-1' }, says: { ...says, ...over } }), never)
  expect(await look({})).toMatchObject({ kind: 'well', says: expect.stringContaining('does not register') })
  expect(await look({ 'pjsip show registration main': ' endpoint   : trunk-1\n' })).toMatchObject({
    kind: 'fault',
    says: 'trunk-1 is not registered with its carrier (Unregistered)',
  })
})

test('on a machine without Asterisk nothing is guessed', async () => {
  expect((await installationCheck.look(paperWorld(), never)).kind).toBe('unseen')
})
