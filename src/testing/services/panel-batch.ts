import type { PanelState } from './panel-state.ts'

/** The answer of `next-batch`. While calling is not allowed every list comes empty and means nothing. */
export function batchV2(state: PanelState, size: number, timezone: string, nowMs: number): unknown {
  const { closed } = state
  const batch = state.take(size)
  const when = { timezone, server_time: Temporal.Instant.fromEpochMilliseconds(nowMs).toString() }
  const common = { ...when, schedule_version: state.scheduleVersion }
  if (closed !== undefined) {
    const nothing = {
      active_scenarios: [],
      outbound_lines: [],
      inbound_agents: [],
      outbound_agents: [],
      active_agents: [],
    }
    const { reason, retryAfterSeconds } = closed
    return { call_allowed: false, reason, retry_after_seconds: retryAfterSeconds, ...common, ...nothing }
  }
  const { activeScenarios = state.scenarios } = state
  return {
    call_allowed: true,
    reason: null,
    retry_after_seconds: null,
    ...common,
    ...(activeScenarios === 'absent' ? {} : { active_scenarios: activeScenarios }),
    outbound_lines: state.lines,
    inbound_agents: state.agents.inbound,
    outbound_agents: state.agents.outbound,
    active_agents: [],
    batch: {
      batch_id: batch.id,
      size_requested: size,
      size_returned: batch.numbers.length,
      numbers: batch.numbers,
    },
  }
}

/** The answer of the older `get_next_batch`. */
export function batchV1(state: PanelState, size: number): unknown {
  const { closed } = state
  const { numbers } = state.take(size)
  return {
    call_allowed: closed === undefined,
    ...(closed === undefined ? {} : { reason: closed.reason, retry_after_seconds: closed.retryAfterSeconds }),
    schedule_version: state.scheduleVersion,
    contacts: numbers.map(({ id, phone_number }) => ({ id, phone: phone_number, metadata: {} })),
    active_agents: [...state.agents.outbound, ...state.agents.inbound],
  }
}
