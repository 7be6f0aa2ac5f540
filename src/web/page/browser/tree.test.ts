import { expect, test } from 'bun:test'
import { el, textOf } from './tree.ts'

test('what stands for nothing is left out, numbers are written, lists are laid flat', () => {
  const tree = el('p', { class: 'a' }, 'x', undefined, false, '', 0, [el('b', {}, 'y'), [undefined, 'z']])
  expect(tree.children).toEqual(['x', '0', { tag: 'b', attributes: {}, children: ['y'] }, 'z'])
  expect(textOf(tree)).toBe('x 0 y z')
})

test.each([
  ['style', 'color: red'],
  ['innerHTML', '<b>'],
  ['srcdoc', '<b>'],
  ['onclick', 'alert(1)'],
  ['href', 'javascript:alert(1)'],
  ['href', 'https://elsewhere.example/'],
  ['href', '//elsewhere.example/'],
  ['src', 'data:text/html,x'],
])('%s="%s" cannot be written into the page', (name, value) => {
  expect(() => el('a', { [name]: value })).toThrow('may')
})

test('a listener is not an attribute like others', () => {
  const listener = (): void => undefined
  expect(el('a', { onclick: listener, href: '/calls' }).attributes['onclick']).toBe(listener)
  expect(() => el('a', { class: listener })).toThrow('begin with "on"')
})
