/** An instant (epoch milliseconds) as part of a file's name: `20261121-091500-042`, in UTC; two in one second differ. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().slice(0, 23).replaceAll(/[-:]/g, '').replaceAll(/[T.]/g, '-')
}

/** A size for people: `12.3 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
