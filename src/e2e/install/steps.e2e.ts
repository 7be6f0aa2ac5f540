import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tryRun } from '../rig/command.ts'
import { type FreepbxBox, startFreepbx } from '../rig/freepbx.ts'
import { copiedTo, copyOnto, fillIn, install, installScript, settingsFile, unitFile } from './installer.ts'
import { readUnit } from './service-run.ts'
import { differences, lookAt, type Tree } from './tree.ts'
import { verifyUnit } from './verified-unit.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)

const ours = [
  '/etc/salehi/installed.list',
  settingsFile,
  '/etc/systemd/system/multi-user.target.wants/salehi.service',
  unitFile,
  '/opt/salehi',
  '/opt/salehi/salehi',
  '/usr/local/bin/salehi',
  '/var/lib/salehi',
]

const stack = new AsyncDisposableStack()
let box: FreepbxBox
/** The box with the two copied files on it and nothing else of ours. */
let bare: Tree

beforeAll(async () => {
  box = stack.use(await startFreepbx({}, signal()))
  copyOnto(box)
  bare = lookAt(box.root)
}, limitMs)
afterAll(() => stack.disposeAsync())
// What a test that failed left behind must not fail the next.
afterEach(() => {
  for (const path of ours) rmSync(box.at(path), { recursive: true, force: true })
})

/** Notes what it is asked and remembers whether the service is active. */
const paperSystemctl = `#!/bin/sh
echo "$*" >>/tmp/systemctl.log
case $1 in
  start | restart) : >/tmp/salehi-active ;;
  stop) rm -f /tmp/salehi-active ;;
  is-active) [ -e /tmp/salehi-active ] ;;
esac
`

/** Installs without Asterisk's part, which only the first call needs, and gives what changed. */
async function installed(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await install(box, ['--yes', '--no-doctor', ...args], signal())
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return stdout
}

/** Takes everything away again, and sees that nothing is left. */
async function purged(...args: readonly string[]): Promise<void> {
  const { code, stderr, stdout } = await install(box, ['--uninstall', '--purge', '--yes', ...args], signal())
  expect(stderr).toBe('')
  expect(stdout).toContain('salehi is gone, and nothing of it is left.')
  expect(code).toBe(0)
  expect(differences(bare, lookAt(box.root))).toEqual([])
}

test('a dry run shows every step, changes nothing, and needs no answer', async () => {
  const shown = await install(box, ['--dry-run'], signal())
  expect(shown.code).toBe(0)
  for (const path of ours.filter((path) => !path.endsWith('installed.list')))
    expect(shown.stdout).toContain(`+ ${path}`)
  expect(shown.stdout).toContain('> salehi doctor --fix')
  expect(differences(bare, lookAt(box.root))).toEqual([])
  await installed()
  const before = lookAt(box.root)
  const gone = await install(box, ['--uninstall', '--purge', '--dry-run'], signal())
  expect(gone.code).toBe(0)
  for (const path of [settingsFile, unitFile, '/opt/salehi/salehi']) expect(gone.stdout).toContain(`- ${path}`)
  expect(differences(before, lookAt(box.root))).toEqual([])
  await purged('--no-doctor')
})

test('it puts in place what it says and nothing else; a second time changes nothing', async () => {
  await installed()
  const after = lookAt(box.root)
  expect(differences(bare, after)).toEqual(ours.map((path) => `+ ${path}`))
  const [owner, group] = [lstatSync(box.at('/var/lib/salehi')), lstatSync(box.at(settingsFile))]
  expect([owner.uid, owner.gid, owner.mode & 0o777]).toEqual([101, 101, 0o750])
  expect([group.uid, group.gid, group.mode & 0o777]).toEqual([0, 101, 0o640])
  expect(await installed()).not.toMatch(/^ {2}[+~-] /m)
  expect(differences(after, lookAt(box.root))).toEqual([])
  await purged('--no-doctor')
})

test('nobody who could say yes is there: nothing is changed', async () => {
  for (const args of [[], ['--uninstall']]) {
    if (args.length > 0) await installed()
    const before = lookAt(box.root)
    const { code, stderr } = await install(box, args, signal())
    expect(stderr).toContain('--yes')
    expect(code).toBe(1)
    expect(differences(before, lookAt(box.root))).toEqual([])
  }
  await purged('--no-doctor')
})

test('settings and data outlive the program, and are found again', async () => {
  await installed()
  fillIn(box.at(settingsFile), { COMPANY: 'agrad' })
  writeFileSync(box.at('/var/lib/salehi/salehi.db'), 'the day')
  const { code, stdout } = await install(box, ['--uninstall', '--yes', '--no-doctor'], signal())
  expect(code).toBe(0)
  expect(stdout).toContain('What stays:')
  const left = ['/etc/salehi/installed.list', settingsFile, '/var/lib/salehi', '/var/lib/salehi/salehi.db']
  expect(differences(bare, lookAt(box.root))).toEqual(left.map((path) => `+ ${path}`))
  await installed()
  expect(readFileSync(box.at(settingsFile), 'utf8')).toContain('\nCOMPANY=agrad\n')
  expect(readFileSync(box.at('/var/lib/salehi/salehi.db'), 'utf8')).toBe('the day')
  await purged('--no-doctor')
})

test('what somebody else put there is refused, what somebody changed is kept', async () => {
  mkdirSync(box.at('/opt/salehi'))
  writeFileSync(box.at('/opt/salehi/salehi'), 'their own')
  const before = lookAt(box.root)
  const foreign = await install(box, ['--yes', '--no-doctor'], signal())
  expect(foreign.stderr).toContain('/opt/salehi/salehi is there and was not put there by this script')
  expect(foreign.code).toBe(1)
  expect(differences(before, lookAt(box.root))).toEqual([])
  rmSync(box.at('/opt/salehi'), { recursive: true })

  await installed()
  appendFileSync(box.at(unitFile), '# mine\n')
  const edited = lookAt(box.root)
  expect(await installed()).toContain('changed by hand; kept')
  expect(differences(edited, lookAt(box.root))).toEqual([])
  const gone = await install(box, ['--uninstall', '--purge', '--yes', '--no-doctor'], signal())
  expect(gone.stdout).toContain(`What stays:\n    ${unitFile}\n`)
  rmSync(box.at(unitFile))
  await purged('--no-doctor')
})

test('the unit follows the settings, and an older program is replaced', async () => {
  await installed()
  fillIn(box.at(settingsFile), { DRAIN_TIMEOUT: '600', AST_SOUND_DIR: '/srv/my sounds/50%/custom' })
  writeFileSync(box.at('/opt/salehi/salehi'), '#!/bin/sh\necho salehi 0.0.1\n')
  chmodSync(box.at('/opt/salehi/salehi'), 0o755)
  expect(await installed()).toContain('instead of salehi 0.0.1')
  const unit = readUnit(box.at(unitFile))
  expect(unit.one('TimeoutStopSec')).toBe('660')
  expect(unit.all('ReadWritePaths')).toContain('"-/srv/my sounds/50%%"')
  expect(lstatSync(box.at('/opt/salehi/salehi')).size).toBe(lstatSync(box.at(`${copiedTo}/salehi`)).size)
  expect(await verifyUnit(unit.text, '/opt/salehi/salehi', signal())).toMatchObject({ complaints: '' })
  await purged('--no-doctor')
})

test('systemd understands the unit, which is hardened and explained line by line', async () => {
  await installed()
  const { text } = readUnit(box.at(unitFile))
  const { complaints, exposure } = await verifyUnit(text, '/opt/salehi/salehi', signal())
  expect(complaints).toBe('')
  expect(exposure).toBeLessThan(2)
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    if (/^[A-Z]\w+=/.test(line)) expect([line, lines[index - 1]]).toEqual([line, expect.stringMatching(/^# /)])
  }
  await purged('--no-doctor')
})

test('where systemd runs the service is started, left alone when nothing is new, restarted for a new program, and stopped', async () => {
  const calls = (): readonly string[] => {
    const log = box.at('/tmp/systemctl.log')
    const text = existsSync(log) ? readFileSync(log, 'utf8') : ''
    rmSync(log, { force: true })
    return text.trimEnd().split('\n')
  }
  mkdirSync(box.at('/run/systemd/system'), { recursive: true })
  writeFileSync(box.at('/usr/local/bin/systemctl'), paperSystemctl, { mode: 0o755 })
  await installed()
  expect(calls()).toEqual(['daemon-reload', 'is-active --quiet salehi', 'start salehi'])
  await installed()
  expect(calls()).toEqual(['daemon-reload', 'is-active --quiet salehi'])
  writeFileSync(box.at('/opt/salehi/salehi'), '#!/bin/sh\necho salehi 0.0.1\n')
  await installed('--no-start')
  expect(calls()).toEqual(['daemon-reload'])
  writeFileSync(box.at('/opt/salehi/salehi'), '#!/bin/sh\necho salehi 0.0.1\n')
  await installed()
  expect(calls()).toEqual(['daemon-reload', 'is-active --quiet salehi', 'restart salehi'])
  writeFileSync(box.at('/opt/salehi/salehi.old'), 'the one before')
  const gone = await install(box, ['--uninstall', '--purge', '--yes', '--no-doctor'], signal())
  expect([gone.code, gone.stderr]).toEqual([0, ''])
  expect(calls()).toEqual(['stop salehi', 'daemon-reload'])
  rmSync(box.at('/usr/local/bin/systemctl'))
  rmSync(box.at('/run/systemd'), { recursive: true })
  expect(differences(bare, lookAt(box.root))).toEqual([])
})

test('into another root folder it puts the same as from inside', async () => {
  await installed()
  const inside = lookAt(box.root)
  await purged('--no-doctor')
  const outside = (...args: readonly string[]) =>
    tryRun(['sh', installScript, '--root', box.root, '--yes', ...args], {}, signal())
  const put = await outside('--from', box.at(`${copiedTo}/salehi`), '--no-doctor')
  expect([put.code, put.stderr]).toEqual([0, ''])
  expect(differences(inside, lookAt(box.root))).toEqual([])
  const gone = await outside('--uninstall', '--purge')
  expect([gone.code, gone.stderr]).toEqual([0, ''])
  expect(differences(bare, lookAt(box.root))).toEqual([])
})

test.each([
  [['--nonsense'], 2, 'there is no option "--nonsense"'],
  [['--from'], 2, '--from needs a value behind it'],
  [['--purge'], 2, '--purge goes with --uninstall'],
  [['--user', 'no such', '--yes'], 2, 'is no name of a user'],
  [['--user', 'nosuchuser', '--yes'], 1, 'there is no user "nosuchuser": install Asterisk first'],
  [['--from', '/nowhere', '--yes'], 1, '/nowhere is not there'],
  [['--from', '/bin/true', '--yes'], 1, '/bin/true is no salehi'],
  [['--root', '/nowhere', '--yes'], 1, 'is no root folder of a system'],
  [['--uninstall', '--yes'], 1, 'nothing was installed by this script'],
])('a wrong word on the command line says what to write, and changes nothing: %j', async (args, code, says) => {
  const ended = await install(box, args, signal())
  expect(ended.stderr).toStartWith('install.sh: ')
  expect(ended.stderr).toContain(says)
  expect(ended.code).toBe(code)
  expect(differences(bare, lookAt(box.root))).toEqual([])
})

test('the script is plain POSIX shell, and shellcheck has nothing against it', async () => {
  const checked = await tryRun(['shellcheck', '--shell=sh', installScript], {}, signal())
  expect(checked.stdout).toBe('')
  expect(checked.code).toBe(0)
})
