import { expect, test } from 'bun:test'
import { greeting } from '../testing/paper-plan.ts'
import { Rotation } from './rotation.ts'

const names = (take: () => { readonly plan: { readonly name: string } } | undefined, times: number) =>
  Array.from({ length: times }, () => take()?.plan.name)

test('all of the company take turns until the panel names some', () => {
  const rotation = new Rotation([greeting('one'), greeting('two')])
  expect(names(() => rotation.nextOutbound(), 3)).toEqual(['one', 'two', 'one'])
  expect(
    rotation.enable([
      { name: 'two', panelId: 7 },
      { name: 'three', panelId: 8 },
    ]),
  ).toEqual(['three'])
  expect(rotation.nextOutbound()).toMatchObject({ plan: { name: 'two' }, panelId: 7 })
  expect(rotation.enable(undefined)).toEqual([])
  expect(new Set(names(() => rotation.nextOutbound(), 2))).toEqual(new Set(['one', 'two']))
})

test('a caller gets the scenarios that offer inbound in turn, else those for outbound', () => {
  const rotation = new Rotation([greeting('out'), greeting('in_a', 'inbound'), greeting('in_b', 'inbound')])
  expect(names(() => rotation.nextInbound(), 3)).toEqual(['in_a', 'in_b', 'in_a'])
  expect(names(() => rotation.nextOutbound(), 2)).toEqual(['out', 'out'])
  rotation.enable([{ name: 'out', panelId: 1 }])
  expect(names(() => rotation.nextInbound(), 1)).toEqual(['out'])
})

test('an empty list means none', () => {
  const rotation = new Rotation([greeting('one')])
  expect(rotation.offersOutbound).toBe(true)
  rotation.enable([])
  expect([rotation.offersOutbound, rotation.nextOutbound(), rotation.nextInbound()]).toEqual([
    false,
    undefined,
    undefined,
  ])
})
