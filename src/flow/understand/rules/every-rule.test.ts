import { expect, test } from 'bun:test'
import { compoundTags } from './compounds.ts'
import { everyRule } from './every-rule.ts'
import { idioms } from './idioms.ts'
import { vocabulary } from './vocabulary.ts'

test('a rule asks only for tags that some word, idiom or compound verb can have', () => {
  const given = new Set([...compoundTags, ...idioms.flatMap(({ tags }) => [...tags])])
  for (const tags of vocabulary().values()) for (const tag of tags) given.add(tag)
  const asked = [...idioms, ...everyRule].flatMap(({ pattern }) => pattern.tags)
  expect([...new Set(asked)].filter((tag) => !given.has(tag))).toEqual([])
})
