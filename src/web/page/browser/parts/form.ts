import type { Listener } from '../tree.ts'

/** Listens to a form being sent: its fields as text, by name, with the spaces around taken off. */
export function onForm(take: (fields: (name: string) => string, form: HTMLFormElement) => void): Listener {
  return (event) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const data = new FormData(form)
    take((name) => String(data.get(name) ?? '').trim(), form)
  }
}

/** Listens to a choice being made: the value chosen. */
export function onChoice(take: (value: string) => void): Listener {
  return (event) => take((event.target as HTMLSelectElement).value)
}
