import { bridgeCases } from './bridge-cases.ts'
import type { ContractCase } from './driver.ts'
import { inboundCases } from './inbound-cases.ts'
import { outboundCases } from './outbound-cases.ts'
import { playbackCases } from './playback-cases.ts'
import { recordingCases } from './recording-cases.ts'
import { refusalCases } from './refusal-cases.ts'
import { socketCases } from './socket-cases.ts'
import { unansweredCases } from './unanswered-cases.ts'

/** Everything a PBX must do to be taken for an Asterisk 22.10.1 by an engine. */
export const contractCases: readonly ContractCase[] = [
  ...outboundCases,
  ...unansweredCases,
  ...inboundCases,
  ...bridgeCases,
  ...refusalCases,
  ...recordingCases,
  ...playbackCases,
  ...socketCases,
]
