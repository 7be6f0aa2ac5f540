import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportedSchema } from '../web/status.ts'
import { type Box, lines, startBox } from './box.ts'
import { type CommandEnd, runSalehi } from './command-run.ts'
import { type Engine, startEngine } from './engine.ts'
import { PbxWatch } from './incidents/pbx-watch.ts'
import { started } from './incidents/started.ts'
import { callWith, reportOf } from './incidents/told.ts'
import { manner, talker } from './rig/numbers.ts'

const limitMs = 100_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)

const [line] = lines

/** A folder several engines run in, one after another, and the commands beside them. */
class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'salehi-control-'))

  /** Starts an engine that calls a list of its own, and waits until it is connected. */
  async engine(box: Box, list: readonly string[], signal: AbortSignal): Promise<Engine> {
    const settings = {
      ...box.settingsWithoutPanel,
      STATIC_CONTACTS: list.join(','),
      OUTBOUND_NUMBERS: line,
      MAX_CONCURRENT_CALLS: '1',
      FAIL_ALERT_THRESHOLD: '100',
    }
    const engine = startEngine({ args: ['--company', 'sina'], settings, folder: this.path })
    await engine.line(/ari\.up/, signal)
    return engine
  }

  async salehi(signal: AbortSignal, ...args: readonly string[]): Promise<CommandEnd> {
    return await runSalehi({ args, folder: this.path }, signal)
  }

  /** Everything the engines wrote that no number may stand in. */
  get log(): string {
    return readFileSync(join(this.path, 'data/logs/app.log'), 'utf8')
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

const firstLine = ({ stdout }: CommandEnd): string => stdout.split('\n')[0] ?? ''

describe.concurrent('the commands beside an engine', () => {
  test('a pause holds over a restart; a number is told of before, during and after its call, also when the engine is dead', async () => {
    const signal = limit()
    const phone = talker({ says: ['no'] })
    await using box = await startBox({ company: 'sina' }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    using folder = new Folder()
    const salehi = (...args: readonly string[]): Promise<CommandEnd> => folder.salehi(signal, ...args)
    const printed: string[] = []

    await using first = await folder.engine(box, [], signal)
    expect(firstLine(await salehi('status'))).toBe('Nobody to call: the list is empty')
    expect(await salehi('pause', 'the', 'trunk', 'is', 'mended')).toMatchObject({ code: 0 })
    const paused = await salehi('status')
    expect([paused.code, firstLine(paused)]).toEqual([0, 'Not dialing: paused: the trunk is mended'])
    expect(await salehi('drain')).toMatchObject({ code: 0, stdout: expect.stringContaining('no call is up') })
    expect(await first.exited).toBe(0)
    const ended = await salehi('status')
    expect([ended.code, ended.stdout]).toEqual([1, expect.stringContaining('salehi does not run')])
    expect(ended.stdout).toMatch(/Paused +since .*: the trunk is mended/)
    expect(readdirSync(join(folder.path, 'data'))).not.toContain('salehi.sock')

    await using second = await folder.engine(box, [phone], signal)
    expect(statSync(join(folder.path, 'data/salehi.sock')).mode & 0o777).toBe(0o660)
    const before = await salehi('why', phone)
    expect(before.stdout).toContain('on the list: one of STATIC_CONTACTS')
    expect(before.stdout).toContain('Next: waits for its call: due now. Not dialing: paused: the trunk is mended')
    const waiting = await salehi('status')
    expect(waiting.stdout).toMatch(/Queue +1 waiting, 1 of them due now/)
    expect(waiting.stdout).toContain('→ salehi resume')
    expect(box.rig.carrier.calls(phone)).toEqual([])

    expect(await salehi('resume')).toMatchObject({ code: 0, stdout: 'Resumed: nothing holds dialing any more.\n' })
    await watch.saw(await watch.channelTo(phone, signal), 'PlaybackStarted', signal)
    const [during, live] = await Promise.all([salehi('why', `+98${phone.slice(1)}`), salehi('status')])
    expect(during.stdout).toMatch(/it is on the phone now, at scenarios\/sina\/sina\.yaml:\d+ {2}outbound/)
    expect(during.stdout).toContain('Next: it is on the phone now')
    expect(live.stdout).toMatch(new RegExp(`Call +…${phone.slice(-4)} on \\d+: talking since`))
    expect(live.stdout).toMatch(/scenarios\/sina\/sina\.yaml:\d+ {2}outbound/)
    await box.rig.carrier.until(phone, ({ endedAtMs }) => endedAtMs !== undefined, signal)
    await second.line(/call\.ended/, signal)
    const after = await salehi('why', phone)
    expect(after.stdout).toMatch(/said «.+» → no/)
    expect(after.stdout).toMatch(/scenarios\/sina\/sina\.yaml:\d+ {2}outbound\[\d+\] → /)
    expect(after.stdout).toContain('The customer said no. (not_interested)')
    expect(after.stdout).toContain('Next: will not be called again')
    const { id } = callWith(second, phone)
    expect((await salehi('why', id.slice(0, 20))).stdout).toContain(`call ${id}, number ${phone}`)

    second.kill('SIGKILL')
    await second.exited
    expect(readdirSync(join(folder.path, 'data'))).toContain('salehi.sock')
    expect(await salehi('status')).toMatchObject({ code: 1, stdout: expect.stringContaining('salehi does not run') })
    expect((await salehi('why', phone)).stdout).toBe(after.stdout)
    expect(await salehi('pause')).toMatchObject({ code: 1, stderr: expect.stringContaining('salehi does not run') })

    await using third = await folder.engine(box, [phone], signal)
    const again = await salehi('status')
    expect([again.code, firstLine(again)]).toEqual([0, 'Nobody to call: the list is empty'])
    third.kill('SIGTERM')
    expect(await third.exited).toBe(0)
    printed.push(first.output, second.output, third.output, folder.log, live.output, waiting.output, again.output)
    for (const text of printed) expect(text).not.toContain(phone.slice(1))
  })

  test('drain lets the call that is up come to its end, and the engine exits with 0', async () => {
    const signal = limit()
    const [talks, waits] = [talker({ says: ['no'] }), manner('busy')]
    await using box = await startBox({ company: 'sina' }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    using folder = new Folder()
    await using engine = await folder.engine(box, [talks, waits], signal)
    await watch.saw(await watch.channelTo(talks, signal), 'PlaybackStarted', signal)
    const drained = await folder.salehi(signal, 'drain')
    expect(drained).toMatchObject({ code: 0, stdout: expect.stringContaining('1 call is up') })
    expect(await engine.exited).toBe(0)
    expect(callWith(engine, talks).outcome).toEqual({ disposition: 'not_interested' })
    expect(box.rig.carrier.calls(waits)).toEqual([])
    const { stdout } = await folder.salehi(signal, 'why', waits)
    expect(stdout).toContain('Next: waits for its call: salehi does not run')
  })

  test('a recogniser without money: status says what is shut and what to do, resume tries at once, why tells what the panel was told', async () => {
    const signal = limit()
    const [meets, served] = [talker({ says: ['no'] }), talker({ says: ['no'], nth: 1 })]
    const numbers = [meets, served].map((phone_number, at) => ({ id: at + 1, phone_number }))
    await using box = await startBox({ company: 'sina', numbers }, signal)
    box.vira.always({ fault: 'quota', as: 'persian' })
    using folder = new Folder()
    await using engine = await started(box, signal, {
      settings: { MAX_CONCURRENT_CALLS: '1', OUTBOUND_NUMBERS: line },
      folder: folder.path,
    })
    await engine.line(/gate\.shut.*recogniser/, signal)
    await reportOf(box.panel, meets, signal)
    const shut = await folder.salehi(signal, 'status')
    expect(firstLine(shut)).toMatch(/^Not dialing: recogniser: vira cannot serve/)
    expect(shut.stdout.replaceAll(/\n +/g, ' ')).toMatch(/→ top up the account .*; one call probes at \d\d:\d\d/)
    const json = reportedSchema.parse(JSON.parse((await folder.salehi(signal, 'status', '--json')).stdout))
    expect(json).toMatchObject({ running: true, dialing: { kind: 'held' }, trial: [] })
    const met = await folder.salehi(signal, 'why', meets)
    expect(met.stdout).toContain('on the list: a number of the panel, its id 1')
    expect(met.stdout).toMatch(/reported to the panel as FAILED/)
    box.vira.clear()
    expect(await folder.salehi(signal, 'resume')).toMatchObject({ code: 0 })
    expect(await reportOf(box.panel, served, signal)).toMatchObject({ status: 'NOT_INTERESTED' })
    const well = await folder.salehi(signal, 'status')
    expect(well.stdout).not.toContain('is shut since')
    for (const phone of [meets, served]) {
      for (const text of [engine.output, folder.log, shut.output]) expect(text).not.toContain(phone.slice(1))
    }
    engine.kill('SIGTERM')
    expect(await engine.exited).toBe(0)
  })
})
