import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleWav } from '../../testing/contracts/sample-wav.ts'
import { isoDay, startOfDay } from '../../web/page/browser/language/days.ts'
import type { AuditEntry, SitePorts } from '../../web/site-ports.ts'
import type { Scene } from './scene.ts'
import { stagedAlerts, stagedBarred, stagedNumber, stagedReports, stagedRow, stagedView } from './staged-calls.ts'
import { stagedId, stagedLines, stagedOutcomes } from './staged-day.ts'

const zone = 'Asia/Tehran'

/** The ports of a web site over a scene; `source` is the scenario every call walked. */
export function stagedPorts(scene: Scene, source: string): SitePorts {
  const at = scene.now
  const audited: (AuditEntry & { readonly id: number; readonly at: number })[] = []
  const lines = stagedLines(at())
  const held = { holding: [], liveCalls: 4 }
  return {
    about: {
      ...{ company: 'sina', title: 'آموزشگاه سینا', zone, version: '1.4.0' },
      scenarios: [
        { name: 'sina', title: 'پیشنهاد سینا', file: 'scenarios/sina/sina.yaml' },
        { name: 'follow-up', title: 'پیگیری', file: 'scenarios/sina/follow-up.yaml' },
      ],
    },
    day: {
      kept: () =>
        Promise.resolve({
          kept: { queue: scene.day.queue, outbox: scene.day.outbox, incidents: [] },
          alerts: scene.day.alerts,
        }),
      now: () => scene.day,
      outcomes: (day) => outcomesOn(day, at()),
    },
    calls: {
      search({ after, limit, disposition }) {
        const from = Number.parseInt(after ?? '0', 10)
        const calls = Array.from({ length: Math.min(limit, 30) }, (_, n) => stagedRow(from + n, at()))
        const fitting = calls.filter((call) => disposition === undefined || call.disposition === disposition)
        return { calls: fitting, ...(from < 60 ? { next: `${from + 30}.${stagedId(from + 130)}` } : {}) }
      },
      find: (id) => (id.startsWith('019b') ? stagedView(id, at(), source) : undefined),
      recording: async (_, n) => (n === 1 ? await reply() : undefined),
    },
    numbers: {
      search: (about) =>
        about.startsWith('09')
          ? stagedNumber(about, at())
          : { kind: 'unknown', advice: 'write a phone number, or 8 letters or more of a call’s id' },
      barred: () => stagedBarred(at()),
      bar({ numbers, note }) {
        scene.told.push(`bar ${numbers.length} ${note ?? ''}`)
        return numbers.includes('abc') ? { wrong: [0] } : { added: numbers.length, already: 0 }
      },
      unbar(number) {
        scene.told.push(`unbar ${number.slice(-4)}`)
        return { removed: 1, left: [] }
      },
    },
    outbox: {
      page: ({ state }) => stagedReports(state, at()),
      resend: (id) => scene.told.push(`resend ${id}`) > 0,
      drop: (id, because) => scene.told.push(`drop ${id} ${because}`) > 0,
    },
    alerts: () => stagedAlerts(scene.day.alerts.length > 0, at()),
    audit: {
      write: (entry) => void audited.push({ ...entry, id: audited.length + 1, at: at() }),
      page: () => ({ entries: audited.toReversed() }),
    },
    logs: { since: (after, limit) => lines.filter(({ n }) => n > after).slice(-limit) },
    controls: {
      pause: (because) => scene.pause(because),
      resume: () => scene.resume(),
      drain: () => void scene.told.push('drain'),
      changed: () => undefined,
    },
    held: () => held,
    readiness: () => ({ reasons: [] }),
    figures: () => [],
    onFault: (route, error) => void scene.told.push(`fault ${route} ${error}`),
  }
}

function outcomesOn(asked: string | undefined, at: number): ReturnType<SitePorts['day']['outcomes']> {
  const hourMs = 3_600_000
  const today = isoDay(at, zone)
  if (asked === undefined || asked === today) {
    const start = startOfDay(at, zone)
    // There is something to see at any hour the tests are run at.
    return stagedOutcomes(start, Math.max(at, start + 13.4 * hourMs), today)
  }
  const start = startOfDay(Date.parse(`${asked}T12:00:00Z`), zone)
  return stagedOutcomes(start, start + 20 * hourMs, asked)
}

/** A second of a tone, in a file of its own. */
async function reply(): Promise<string> {
  const path = join(tmpdir(), 'salehi-page-reply.wav')
  await Bun.write(path, sampleWav('tone', 1_000))
  return path
}
