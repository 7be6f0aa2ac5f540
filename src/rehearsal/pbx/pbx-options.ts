import type { Clock } from '../../kernel/clock.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import type { Secret } from '../../kernel/secret.ts'
import type { Subscriber } from './application.ts'
import type { FaultName } from './faults.ts'
import type { EndpointState } from './requests.ts'
import type { CallerScript } from './script.ts'
import type { Network } from './world.ts'

/** What a virtual PBX is made of. */
export interface PbxOptions {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  /** Who is reached under which endpoint; everybody answers after a second and says nothing unless given. */
  readonly network?: Network
  /** Length in milliseconds of `sound:` and `recording:` names without their scheme; undefined for one that is missing. */
  readonly sounds?: (name: string) => number | undefined
  /** `22.10.1` unless given; lines 20, 21 and 22 are known. */
  readonly version?: string
  /** Chances of races and faults; the races of a healthy Asterisk as measured unless given. */
  readonly faults?: Readonly<Partial<Record<FaultName, number>>>
  /** Endpoints it tells about, by name such as `PJSIP/trunk`; those offline cannot be dialled. */
  readonly endpoints?: Readonly<Record<string, EndpointState>>
  readonly rtpTimeoutMs?: number
  /** The user who may do everything; one called `viewer`, of the same password, may only look. */
  readonly username?: string
  readonly password?: Secret
}

/** A call a virtual caller makes to us. */
export interface IncomingPlan {
  /** The number they dial. */
  readonly did: string
  /** Absent: the caller hides the number. */
  readonly callerId?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly script: CallerScript
  /** How long they let it ring. */
  readonly patienceMs?: number
  /** The trunk it comes by. */
  readonly trunk?: string
}

/** What a socket wants: the applications it opens, and whether all events are asked for. */
export interface SocketOrder {
  readonly apps: readonly string[]
  readonly subscribeAll?: boolean
  readonly subscriber: Subscriber
}
