import { expect, setDefaultTimeout, test } from 'bun:test'
import { startFreepbx } from '../rig/freepbx.ts'
import { talker } from '../rig/numbers.ts'
import { copyOnto, fillIn, install, lineOf, ownersSettings, pageOf, settingsFile, unitFile } from './installer.ts'
import { readUnit, startService } from './service-run.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)

test('a start that fails is a page that names file and line, until somebody corrects it', async () => {
  await using box = await startFreepbx({}, signal())
  copyOnto(box)
  const put = await install(box, ['--yes', '--no-doctor'], signal())
  expect([put.code, put.stderr]).toEqual([0, ''])
  const written = ownersSettings(box, talker({ ending: 'hangs-up-1.5s-after-answer' }), {
    url: 'http://127.0.0.1:9',
    token: 'none',
  })
  const file = box.at(settingsFile)
  fillIn(file, { ...written, ARI_USERNAME: 'nobody', ARI_PASSWORD: 'wrong', ENHANCE: 'loudly' })
  await using service = startService(box, readUnit(box.at(unitFile)))
  await service.untilTold(/^READY=1$/, signal())
  await service.untilTold(/^STATUS=Not started: ENHANCE/, signal())
  const place = `${settingsFile}:${lineOf(file, 'ENHANCE')}`
  expect(await (await fetch(`http://${pageOf(box)}/`)).text()).toContain(`ENHANCE (${place}): "loudly"`)
  const html = await fetch(`http://${pageOf(box)}/`, { headers: { accept: 'text/html' } })
  expect(await html.text()).toContain(`<code>${place}</code>`)
  const health = await fetch(`http://${pageOf(box)}/healthz`)
  expect([html.status, health.status]).toEqual([503, 503])

  fillIn(file, { ENHANCE: 'off' })
  // The next fault is Asterisk's: it does not know the user.
  await service.untilTold(/^STATUS=Not started: (?!ENHANCE)/, signal())
  expect(await (await fetch(`http://${pageOf(box)}/`)).text()).toContain('ARI')
  await service.untilBeats(service.told.length + 2, signal())

  fillIn(file, { ARI_USERNAME: '', ARI_PASSWORD: '' })
  const mended = await box.run(['salehi', 'doctor', '--fix', '--yes'], { user: 'root', cwd: '/root' }, signal())
  expect(mended.stdout).toContain('done: the ARI user "salehi"')
  await service.untilTold(/^STATUS=(Dialing|Nobody to call|The last)/, signal())
  expect((await fetch(`http://${pageOf(box)}/healthz`)).status).toBe(200)
  expect(await service.stop()).toBe(0)
  expect(service.told).toContain('STOPPING=1')
  expect(service.journal.match(/ENHANCE \(/g)).toHaveLength(1)
})

test('a service whose start has failed ends at once when it is told to', async () => {
  await using box = await startFreepbx({}, signal())
  copyOnto(box)
  expect((await install(box, ['--yes', '--no-doctor'], signal())).code).toBe(0)
  fillIn(box.at(settingsFile), { WEB_LISTEN: pageOf(box) })
  await using service = startService(box, readUnit(box.at(unitFile)))
  await service.untilTold(/^READY=1$/, signal())
  const asked = performance.now()
  expect(await service.stop()).toBe(0)
  expect(performance.now() - asked).toBeLessThan(2_000)
  expect(service.told).toContain('STOPPING=1')
})
