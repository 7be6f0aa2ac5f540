import { expect, test } from 'bun:test'
import { serveControl } from '../app/control.ts'
import { StartFault } from '../app/start-fault.ts'
import { openDatabase } from '../store/database.ts'
import { Pause } from '../store/pause.ts'
import { sampleStatus, shutGate } from '../web/sample-status.ts'
import { reportedSchema, type Status } from '../web/status.ts'
import { PaperTerminal } from './paper-terminal.ts'
import { statusCommand } from './status.ts'
import { statusText } from './status-text.ts'

const held = () => ({ holding: [], liveCalls: 0 })
const controls = { pause: () => undefined, resume: () => undefined, drain: () => undefined, changed: () => undefined }

function serve(folder: string, status: Status): AsyncDisposable {
  const why = () => ({ kind: 'unknown', advice: '' }) as const
  return serveControl(folder, { status: () => status, trusted: { controls, held, why } })
}

test('of a running engine everything is shown, what limits dialing first', async () => {
  using terminal = new PaperTerminal()
  await using _engine = serve(terminal.folder, sampleStatus())
  expect(await terminal.run(statusCommand)).toBe(0)
  expect(terminal.out).toBe(`Dialing.

salehi      1.0.0 (abc1234), company sina, up 3 h 12 min; it is 11:30
            Asia/Tehran
Asterisk    connected, version 22.5.1
Gates open  window, paused
Line        02155550001: 1 of 2 on the phone, 4 of 10 dialled in a minute, 150
            of 200 today
Sends       panel.report: works
Queue       1200 waiting, 3 of them due now, the next at 12:30
            1 on the phone, 2 set aside, 340 done
            panel: 1200 waiting, 1 on the phone, 2 set aside, 340 done
Reports     2 waiting (the oldest since 11:28), 1 set aside
Call        …0001 on 02155550001: talking since 11:29, sina
            scenarios/sina/sina.yaml:12  outbound[0]
            call 019b8d3a00007000800000000000000a
`)
})

test('on a bad day every reason stands there with what to do, within 80 columns', () => {
  const at = sampleStatus().at
  const [line] = sampleStatus().lines as [Status['lines'][number]]
  const text = statusText(
    sampleStatus({
      dialing: { kind: 'held', text: 'Not dialing: recogniser: vira cannot serve, its account is empty: top it up' },
      gates: [
        shutGate(
          'recogniser',
          'vira cannot serve, its account is empty: top it up',
          'top up; one call probes at 12:00',
        ),
        { name: 'failures' },
      ],
      trial: ['failures'],
      lines: [
        {
          ...line,
          active: false,
          waitingCallers: 2,
          held: { because: 'a caller waits on this line', until: at + 60_000 },
        },
      ],
      destinations: [
        { kind: 'panel.report', failures: 3, because: 'it does not answer', since: at, until: at + 60_000 },
      ],
      incidents: [{ kind: 'trunk', because: 'the trunk is down', openedAt: at - 86_400_000 }],
      paused: { because: 'lunch', since: at },
    }),
  )
  for (const words of [
    'recogniser is shut since 11:00: vira cannot serve',
    '→ top up; one call probes at 12:00',
    'failures is open on trial',
    '(dials no more)',
    'callers waiting: 2',
    'a caller waits on this line, until 11:31',
    'does not work since 11:30 (3 in a row): it does not',
    'trunk since 2026-01-04 11:30: the trunk is down',
    'Paused      since 11:30: lunch',
  ]) {
    expect(text.replaceAll('\n            ', ' ')).toContain(words)
  }
  expect(Math.max(...text.split('\n').map((each) => each.length))).toBeLessThanOrEqual(80)
})

test('--json prints the read model in the shape of its schema', async () => {
  using terminal = new PaperTerminal()
  await using _engine = serve(terminal.folder, sampleStatus())
  expect(await terminal.run(statusCommand, '--json')).toBe(0)
  expect(reportedSchema.parse(JSON.parse(terminal.out))).toEqual({ running: true, ...sampleStatus() })
})

test('without an engine it says so and what to do, and shows what is kept', async () => {
  using terminal = new PaperTerminal()
  expect(await terminal.run(statusCommand)).toBe(1)
  expect(terminal.out).toContain('Not dialing: salehi does not run')
  expect(terminal.out).toContain('systemctl start salehi')
  using db = openDatabase(`${terminal.folder}/salehi.db`)
  new Pause(db).set('lunch', sampleStatus().at)
  expect(await terminal.run(statusCommand)).toBe(1)
  expect(terminal.out).toContain('Queue       0 waiting, 0 of them due now')
  expect(terminal.out).toMatch(/Paused {6}since 2026-01-05 11:30: lunch/)
  expect(await terminal.run(statusCommand, '--json')).toBe(1)
  expect(reportedSchema.parse(JSON.parse(terminal.out))).toMatchObject({ running: false, kept: { paused: {} } })
})

test('an engine of another version is not misread', async () => {
  using terminal = new PaperTerminal()
  await using _engine = serve(terminal.folder, { ...sampleStatus(), queue: 7 as never })
  expect(await terminal.run(statusCommand)).toBe(1)
  expect(terminal.out).toContain('of another version than this executable')
})

test('a database of another version is told as such, not as a fault of the program', async () => {
  using terminal = new PaperTerminal()
  using db = openDatabase(`${terminal.folder}/salehi.db`)
  db.run('PRAGMA user_version = 99')
  await expect(terminal.run(statusCommand)).rejects.toThrow(StartFault)
  await expect(terminal.run(statusCommand)).rejects.toThrow('written by a newer salehi')
})
