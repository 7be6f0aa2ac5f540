import { expect, test } from 'bun:test'
import { blocksIn, withBlock, withoutBlocks } from './block.ts'

const owners = '; mine\n[dashboard]\ntype = user\n'

test('a block goes to the end, and taking it out leaves every byte as it was', () => {
  for (const text of [owners, '', '\n', '; no line end at the end', 'a\r\nb\r\n']) {
    const written = withBlock(text, 'ari-user', ['[salehi]', 'type = user'], ';')
    expect(written.startsWith(text)).toBe(true)
    expect(blocksIn(written)).toEqual(['ari-user'])
    expect(withoutBlocks(written)).toBe(text)
  }
})

test('written again with the same lines it is the same text; with others it stays in its place', () => {
  const once = withBlock(owners, 'http', ['sessionlimit = 500'], ';')
  expect(withBlock(once, 'http', ['sessionlimit = 500'], ';')).toBe(once)
  const more = `${once}; behind it\n`
  const changed = withBlock(more, 'http', ['sessionlimit = 800'], ';')
  expect(changed).toBe(more.replace('500', '800'))
  expect(withoutBlocks(changed)).toBe(`${owners}; behind it\n`)
})

test('a block into a file without a line end can be written again and still be taken out whole', () => {
  const twice = withBlock(withBlock('a=1', 'x', ['b=2'], '#'), 'x', ['b=3'], '#')
  expect(twice).toContain('\nb=3\n')
  expect(withoutBlocks(twice)).toBe('a=1')
})

test('several blocks of one file are apart, and one of them can be taken out', () => {
  const both = withBlock(withBlock(owners, 'a', ['one'], ';'), 'b', ['two'], ';')
  expect(blocksIn(both)).toEqual(['a', 'b'])
  expect(withoutBlocks(both, 'removed', 'a')).toBe(withBlock(owners, 'b', ['two'], ';'))
})

test('a beginning whose end is gone is nobody’s to touch', () => {
  const torn = withBlock(owners, 'a', ['one'], ';').replace(/^; <<<.*\n/m, '')
  expect(blocksIn(torn)).toEqual([])
  expect(withoutBlocks(torn)).toBe(torn)
})

test('blanked, the lines behind keep their numbers', () => {
  const text = `${withBlock(owners, 'a', ['one'], ';')}last\n`
  const blank = withoutBlocks(text, 'blank')
  expect(blank.split('\n').length).toBe(text.split('\n').length)
  expect(blank).not.toContain('one')
  expect(blank.split('\n').indexOf('last')).toBe(text.split('\n').indexOf('last'))
})
