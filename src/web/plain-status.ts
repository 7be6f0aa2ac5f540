import type { Status } from './status.ts'

/** The state of the engine in a few lines: the page until there is a better one. */
export function plainStatus(status: Status): string {
  return [
    `salehi ${status.version}, company ${status.company}`,
    `Asterisk: ${status.asterisk.message}`,
    status.dialing.text,
    ...status.gates.flatMap(({ name, shut }) => (shut === undefined ? [] : [`  ${name}: ${shut.because}`])),
    `Live calls: ${status.liveCalls.length}`,
    `Reports waiting: ${status.outbox.waiting}`,
  ].join('\n')
}
