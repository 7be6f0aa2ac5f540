import type { CommentMark } from '../block.ts'
import type { User } from '../users.ts'
import type { World } from '../world.ts'

/** What can be put right, in the order it is done. */
export const fixNames = [
  'http',
  'ari-general',
  'ari-user',
  'dialplan',
  'rtp-timeout',
  'audio-folders',
  'sounds',
  'recordings',
  'data',
  'prompts',
] as const
export type FixName = (typeof fixNames)[number]

/** One thing that will be done. */
export type Change =
  /** Lines of ours between our marks; nothing else of the file changes. A file that is not there is made. */
  | {
      readonly kind: 'block'
      readonly file: string
      readonly name: string
      readonly lines: readonly string[]
      readonly mark: CommentMark
      /** As people may see them. */
      readonly shown: readonly string[]
    }
  /** A folder made, or handed to its user. */
  | { readonly kind: 'folder'; readonly path: string; readonly user: User; readonly mode: number }
  /** Something that is run here. */
  | { readonly kind: 'work'; readonly words: string; readonly run: (signal: AbortSignal) => Promise<Worked> }

/** What came of a piece of work. */
export type Worked = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly because: string }

/** What a fix would do, in full. */
export interface Plan {
  readonly kind: 'plan'
  readonly name: FixName
  /** What it is for, for people. */
  readonly title: string
  readonly changes: readonly Change[]
  /** Commands of Asterisk's console that make it read the changes, and no more. */
  readonly reload: readonly string[]
}

/** A plan, or why a person must do it. */
export type Planned = Plan | { readonly kind: 'cannot'; readonly name: FixName; readonly because: string }

/** One thing that can be put right. */
export interface Fix {
  readonly name: FixName
  plan(world: World): Promise<Planned>
}

/** Says why a person must do it. */
export const cannot = (name: FixName, because: string): Planned => ({ kind: 'cannot', name, because })
