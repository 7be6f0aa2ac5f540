/** Makes identifiers: fixed length, globally unique, never reused, ascending in time. */
export interface Ids {
  next(): string
}

/** UUIDv7 without dashes, 32 lower-case hex digits: Asterisk refuses ids of which another is a prefix, so length is fixed. */
export const systemIds: Ids = { next: () => Bun.randomUUIDv7('hex').replaceAll('-', '') }

/** Ids for tests: the same every run. */
export function countingIds(): Ids {
  let count = 0
  return { next: () => (++count).toString(16).padStart(32, '0') }
}
