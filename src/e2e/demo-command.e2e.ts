import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoCustomers } from '../rehearsal/demo/customers.ts'
import { executable } from './engine.ts'

/** A demonstration that is over, or was ended. */
interface Demonstrated {
  readonly code: number
  readonly lines: readonly string[]
  readonly errors: string
  readonly tookMs: number
  /** What lies where it had its folders. */
  readonly left: readonly string[]
  /** How the status page answered while it ran. */
  readonly page?: number
}

let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'salehi-e2e-'))
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** When the demonstration is asked to end, and how often. */
interface Asked {
  readonly at: RegExp
  readonly times: number
}

/** Runs `salehi demo` in an empty folder, with an environment in which nothing can be found, until it ends. */
async function demonstrate(name: string, env: Readonly<Record<string, string>>, asked?: Asked): Promise<Demonstrated> {
  const [cwd, temporary] = [join(root, name), join(root, `${name}-tmp`)]
  for (const folder of [cwd, temporary]) mkdirSync(folder)
  const startedMs = performance.now()
  const child = Bun.spawn([executable, 'demo'], {
    cwd,
    env: { PATH: '/nonexistent', TMPDIR: temporary, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    timeout: 90_000,
    killSignal: 'SIGKILL',
  })
  const errors = child.stderr.text()
  const decoder = new TextDecoder()
  let text = ''
  let page: number | undefined
  let toAsk = asked?.times ?? 0
  for await (const piece of child.stdout) {
    text += decoder.decode(piece, { stream: true })
    const url = /^The status page: (\S+)\n/m.exec(text)?.[1]
    if (page === undefined && url !== undefined) page = (await fetch(url)).status
    // Two signals at the same instant would be one: the second follows when more is told.
    if (toAsk > 0 && asked?.at.test(text) === true) {
      toAsk--
      child.kill('SIGINT')
    }
  }
  return {
    code: await child.exited,
    lines: text.split('\n'),
    errors: await errors,
    tookMs: performance.now() - startedMs,
    left: [...readdirSync(cwd), ...readdirSync(temporary)],
    ...(page === undefined ? {} : { page }),
  }
}

/** Processes of the executable that run in our folders. */
function running(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(root) && readFileSync(`/proc/${pid}/stat`)
    } catch {
      return false // it has ended meanwhile, or is not ours
    }
  })
}

test('without Asterisk, ffmpeg, settings, keys or a way out, a whole day runs and every customer comes to what they must', async () => {
  // Whoever has a proxy set can see the demonstration, too: nothing of it goes there.
  const end = await demonstrate('day', { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' })
  expect(end.errors).toBe('')
  const rows = end.lines.filter((line) => /^[✓✗] /.test(line))
  expect(rows.filter((row) => row.startsWith('✗'))).toEqual([])
  for (const { number, who, ends } of demoCustomers) {
    expect(rows.filter((row) => row.includes(number) && row.includes(who) && row.includes(ends))).toHaveLength(1)
  }
  expect(rows).toHaveLength(demoCustomers.length)
  expect(end.lines.at(-2)).toMatch(/^(\d+) customers, \1 came to what they must; \d+ s$/)
  expect(end.lines.join('\n')).not.toContain('\u001b')
  expect([end.code, end.page, end.left, running()]).toEqual([0, 200, [], []])
  expect(end.tookMs).toBeLessThan(60_000)
}, 100_000)

test('ended early it says so, and leaves nothing behind either', async () => {
  const end = await demonstrate('early', {}, { at: /answers/, times: 1 })
  expect(end.lines).toContain('It was stopped before its end.')
  expect([end.code, end.left, running()]).toEqual([1, [], []])
  expect(end.tookMs).toBeLessThan(10_000)
}, 20_000)

test('asked twice it ends at once, and leaves nothing behind even then', async () => {
  const end = await demonstrate('at-once', {}, { at: /answers/, times: 2 })
  expect(end.lines).not.toContain('It was stopped before its end.')
  expect([end.code, end.left, running()]).toEqual([1, [], []])
}, 20_000)
