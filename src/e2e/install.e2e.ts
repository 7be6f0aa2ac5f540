import { expect, setDefaultTimeout, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { startVira } from '../testing/services/vira.ts'
import {
  copiedTo,
  copyOnto,
  fillIn,
  install,
  ownersSettings,
  pageOf,
  settingsFile,
  unitFile,
} from './install/installer.ts'
import { readUnit, startService } from './install/service-run.ts'
import { differences, lookAt } from './install/tree.ts'
import { startFreepbx } from './rig/freepbx.ts'
import { talker } from './rig/numbers.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)

test('from a copied file to the first ringing phone', async () => {
  await using box = await startFreepbx({}, signal())
  await using vira = await startVira({ token: 'vira-token', recognise: () => 'نه ممنون' })
  copyOnto(box)
  const bare = lookAt(box.root)
  rmSync(box.at(copiedTo), { recursive: true })
  const steps: [string, number][] = []
  let since = performance.now()
  const done = (step: string): void => {
    steps.push([step, performance.now() - since])
    since = performance.now()
  }
  copyOnto(box)
  done('copy salehi and install.sh')
  const put = await install(box, ['--yes'], signal())
  expect([put.code, put.stderr]).toEqual([0, ''])
  expect(put.stdout).toContain('done: the ARI user "salehi"')
  expect(put.stdout).toContain(
    `Still to be written into ${settingsFile}: COMPANY, OUTBOUND_TRUNK, OUTBOUND_NUMBERS, VIRA_STT_TOKEN\n`,
  )
  done("sudo ./install.sh, with salehi doctor --fix for Asterisk's part")
  const number = talker({ ending: 'hangs-up-1.5s-after-answer' })
  fillIn(box.at(settingsFile), ownersSettings(box, number, { url: vira.url, token: 'vira-token' }))
  done('write the settings (by hand: a few minutes)')
  const looked = await box.run(['salehi', 'doctor', '--fix', '--yes'], { user: 'root', cwd: '/root' }, signal())
  expect(looked.stdout).not.toContain('FAIL')
  done('salehi doctor --fix once more, with everything to look at')
  const unit = readUnit(box.at(unitFile))
  await using service = startService(box, unit)
  await service.untilTold(/^READY=1$/, signal())
  done('systemctl start salehi (the prompts are converted)')
  const call = await box.carrier.until(number, () => true, signal())
  done('the first phone rings')
  expect(call.presented.number).toBe('02191302954')
  const total = steps.reduce((sum, [, ms]) => sum + ms, 0)
  for (const [step, ms] of [...steps, ['altogether', total] as const]) {
    console.log(`${(ms / 1_000).toFixed(2).padStart(7)} s  ${step}`)
  }
  await box.carrier.until(number, ({ answeredAtMs }) => answeredAtMs !== undefined, signal())
  expect((await fetch(`http://${pageOf(box)}/healthz`)).status).toBe(200)
  expect(service.told.filter((word) => word === 'WATCHDOG=1').length).toBeGreaterThanOrEqual(2)
  expect(await service.stop()).toBe(0)
  expect(service.told).toContain('STOPPING=1')
  expect(service.told).toContain('EXTEND_TIMEOUT_USEC=120000000')
  expect(service.journal).not.toContain(number)
  const gone = await install(box, ['--uninstall', '--purge', '--yes'], signal())
  expect([gone.code, gone.stderr]).toEqual([0, ''])
  expect(gone.stdout).toContain('salehi is gone, and nothing of it is left.')
  expect(differences(bare, lookAt(box.root))).toEqual([])
})
