import { expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../kernel/clock.ts'
import { systemClock } from '../../kernel/clock.ts'
import { systemdService } from './starters.ts'

const signal = new AbortController().signal

/** Rests are over at once, but each counts as an hour of waiting. */
function hasty(): Clock {
  let hours = 0
  return { ...systemClock, elapsed: () => hours * 3_600_000, sleep: () => Promise.resolve(void hours++) }
}

/** A systemd on paper: what it was asked to do, and the states a service goes through. */
async function onPaper(
  states: readonly string[],
  work: (clock: Clock, env: Readonly<Record<string, string>>) => Promise<void>,
  clock: Clock = systemClock,
): Promise<readonly string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-systemd-'))
  try {
    const asked = join(dir, 'asked')
    writeFileSync(join(dir, 'states'), `${states.join('\n')}\n`)
    const script = [
      '#!/bin/sh',
      `echo "$(basename "$0") $*" >> ${asked}`,
      'if [ "$1" = show ]; then',
      `  head -n 1 ${dir}/states | tr ' ' '\\n'`,
      `  [ "$(wc -l < ${dir}/states)" -gt 1 ] && sed -i 1d ${dir}/states`,
      'fi',
      'exit 0',
    ]
    for (const name of ['systemctl', 'systemd-run']) {
      writeFileSync(join(dir, name), `${script.join('\n')}\n`)
      chmodSync(join(dir, name), 0o755)
    }
    await work(clock, { PATH: `${dir}:/usr/bin:/bin` })
    return readFileSync(asked, 'utf8').trim().split('\n')
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const shown = 'systemctl show salehi.service --property=ActiveState,Result,NRestarts'

test('a service is stopped under a net that starts it again should the upgrade be killed', async () => {
  const asked = await onPaper(
    ['ActiveState=deactivating', 'ActiveState=deactivating', 'ActiveState=inactive'],
    (clock, env) => systemdService('salehi.service', clock, env).stop(60_000, signal),
  )
  expect(asked).toEqual([
    'systemd-run --quiet --unit=salehi-upgrade-net --collect --on-active=15min systemctl start salehi.service',
    'systemctl stop --no-block salehi.service',
    shown,
    shown,
    shown,
  ])
})

test('a service that does not end within its grace is killed', async () => {
  const asked = await onPaper(
    ['ActiveState=deactivating', 'ActiveState=deactivating', 'ActiveState=failed'],
    (clock, env) => systemdService('salehi.service', clock, env).stop(60_000, signal),
    hasty(),
  )
  expect(asked).toContain('systemctl kill --signal=SIGKILL salehi.service')
})

test('a service is started without waiting for it, and the net taken away', async () => {
  const asked = await onPaper([''], (clock, env) => systemdService('salehi.service', clock, env).start(signal))
  expect(asked).toEqual([
    'systemctl reset-failed salehi.service',
    'systemctl start --no-block salehi.service',
    'systemctl stop salehi-upgrade-net.timer',
  ])
})

test('a service that failed, or ends again and again, will not come up', async () => {
  const states = [
    'ActiveState=activating NRestarts=0',
    'ActiveState=failed Result=exit-code',
    'ActiveState=activating NRestarts=3',
  ]
  const failures: (string | undefined)[] = []
  await onPaper(states, async (clock, env) => {
    const service = systemdService('salehi.service', clock, env)
    for (const _ of states) failures.push(await service.failure())
  })
  expect(failures).toEqual([
    undefined,
    'systemd says exit-code: journalctl -u salehi.service',
    'it ends and is started again: journalctl -u salehi.service',
  ])
})
