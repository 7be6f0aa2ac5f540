/** Fields of a status that name people, lines or files of theirs. */
const personal = /^(number|phone|line|lines|file|import|caller|contact|company)$/

/** A status without what names anybody; lines are told of by their place alone. */
export function withoutPeople(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPeople)
  if (typeof value !== 'object' || value === null) return value
  const pairs = Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'lines' && Array.isArray(inner)) return [[name, inner.map(withoutPeople)]]
    return personal.test(name) ? [] : [[name, withoutPeople(inner)]]
  })
  return Object.fromEntries(pairs)
}
