/** One word of a reply as the rules see it. */
export interface Word {
  /** Folded; a misspelled word stands corrected. */
  readonly text: string
  /** What it stands for (`number`, `call`) and its grammar (`neg`, `imp`, `p1`); none = nothing we know of. */
  readonly tags: ReadonlySet<string>
}
