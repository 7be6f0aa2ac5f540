import type { Day, FaultCode, LogLine, Me, Outcomes } from '../../../api/contract.ts'
import type { CallsSearch, CallView, NumberFound } from '../../../api/contract-calls.ts'
import type { Language } from '../language/format.ts'
import type { AlertsPage, AuditPage, BarredPage, CallsFound, OutboxPage } from './answers.ts'
import type { FeedState } from './feed-state.ts'
import type { Route } from './route.ts'

/** Why something could not be had: what the server said, or that it did not answer. */
export type Trouble = FaultCode | 'unreachable'

/** Something asked of the server. While it is asked for again, what is known stays. */
export interface Loaded<T> {
  readonly value?: T
  readonly loading: boolean
  readonly trouble?: Trouble
}

/** Themes to choose from; `auto` follows the device. */
export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Which calls the list shows. */
export interface CallFilter {
  readonly range: 'today' | 'yesterday' | 'week' | 'all'
  readonly disposition?: CallsSearch['disposition']
  readonly direction?: CallsSearch['direction']
  readonly scenario?: string
}

/** A question that must be answered before something is done. */
export type Question =
  | { readonly kind: 'pause' }
  | { readonly kind: 'unbar'; readonly number: string }
  | { readonly kind: 'drop'; readonly id: number }

/** Something to say once, in passing. */
export interface Notice {
  readonly tone: 'well' | 'wrong'
  readonly text: string
}

/** All the page knows; every view is a function of it. */
export interface Model {
  readonly language: Language
  readonly theme: Theme
  readonly route: Route
  /** Absent until the server has said who is asking. */
  readonly me?: Me
  readonly meTrouble?: Trouble
  readonly login: {
    readonly working: boolean
    readonly trouble?: Trouble
    readonly waitUntil?: number
    readonly ended: boolean
    readonly shown: boolean
  }
  readonly feed: FeedState
  /** When the server last said anything, epoch milliseconds of this device. */
  readonly heardAt?: number
  /** The server's clock minus this device's; milliseconds. */
  readonly aheadMs: number
  /** This device's clock, epoch milliseconds; moves once a second. */
  readonly now: number
  readonly day?: Day
  readonly lines: readonly LogLine[]
  readonly level: LogLine['level']
  /** Another day than today to show the outcomes of. */
  readonly otherDay?: { readonly day: string; readonly outcomes: Loaded<Outcomes> }
  /** The piece of the chart under the pointer. */
  readonly pointedAt?: number
  readonly filter: CallFilter
  readonly calls: Loaded<CallsFound>
  readonly call: Loaded<CallView>
  /** Which recordings play in their cleaned form, by number; and which cannot be played. */
  readonly players: { readonly plain: readonly number[]; readonly broken: readonly number[] }
  readonly number: Loaded<NumberFound>
  readonly barred: Loaded<BarredPage>
  readonly alerts: Loaded<AlertsPage>
  readonly outbox: Loaded<OutboxPage>
  readonly outboxState: OutboxPage['entries'][number]['state']
  readonly audit: Loaded<AuditPage>
  readonly question?: Question
  /** An order is under way: its button waits. */
  readonly ordering: boolean
  readonly notice?: Notice
  readonly menuOpen: boolean
  /** Said to those who cannot see the page, when it changes. */
  readonly said: string
}

/** The page before anything is known. */
export function firstModel(language: Language, theme: Theme, route: Route, now: number): Model {
  const nothing = { loading: false }
  return {
    ...{ language, theme, route, now },
    login: { working: false, ended: false, shown: false },
    feed: { kind: 'off' },
    aheadMs: 0,
    lines: [],
    level: 'info',
    filter: { range: 'today' },
    calls: nothing,
    call: nothing,
    players: { plain: [], broken: [] },
    number: nothing,
    barred: nothing,
    alerts: nothing,
    outbox: nothing,
    outboxState: 'set_aside',
    audit: nothing,
    ordering: false,
    menuOpen: false,
    said: '',
  }
}

/** Whether what is shown of the day is as it is now. */
export function isLive({ feed }: Pick<Model, 'feed'>): boolean {
  return feed.kind === 'live'
}

/** The server's time that what is shown belongs to: it stands still while nothing is heard. */
export function shownAt(model: Model): number {
  const here = isLive(model) || model.heardAt === undefined ? model.now : model.heardAt
  return here + model.aheadMs
}
