/** The shape of one language's words, whatever the words are: another language must say all of it, and nothing else. */
export type Worded<T> = T extends (...args: infer Args) => string
  ? (...args: Args) => string
  : T extends string
    ? string
    : { readonly [Key in keyof T]: Worded<T[Key]> }
