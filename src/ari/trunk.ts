import type { Health, HealthCheck } from '../dialer/ports.ts'
import type { Rest } from './rest.ts'

/**
 * Looks whether the trunk can carry a call. `offline` means that Asterisk asks the carrier (qualify) and gets no answer,
 * or has no address for it; a trunk it does not ask about is `unknown`, or simply `online`.
 */
export function trunkCheck(rest: Pick<Rest, 'call'>, trunk: string): HealthCheck {
  return async (signal) => {
    const answer = await rest.call('endpoints.get', { tech: 'PJSIP', resource: trunk }, signal)
    switch (answer.kind) {
      case 'done':
        return answer.value.state === 'offline' ? down(trunk) : { kind: 'well' }
      // An endpoint kept in a database is not listed before its first call.
      case 'refused':
        return { kind: 'unsure', because: `Asterisk tells nothing about the trunk ${trunk} (status ${answer.status})` }
      case 'unreachable':
        return { kind: 'unsure', because: `Asterisk cannot be asked: ${answer.because}` }
    }
  }
}

function down(trunk: string): Health {
  return { kind: 'ill', because: `the trunk ${trunk} is down: its carrier does not answer Asterisk` }
}
