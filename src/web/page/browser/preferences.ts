import { type Language, languages } from './language/format.ts'
import { type Theme, themes } from './state/model.ts'

/** The language kept on this device; Persian where none is, for that is what the product's owners speak. */
export function keptLanguage(kept: string | undefined): Language {
  return languages.find((each) => each === kept) ?? 'fa'
}

/** The theme kept on this device. */
export function keptTheme(kept: string | undefined): Theme {
  return themes.find((each) => each === kept) ?? 'auto'
}

/** What was kept under a name; undefined too where the browser keeps nothing. */
export function kept(storage: () => Storage, name: 'language' | 'theme'): string | undefined {
  try {
    return storage().getItem(`salehi.${name}`) ?? undefined
  } catch {
    return undefined // a browser may forbid to keep anything
  }
}

/** Keeps a choice, where the browser lets it be kept. */
export function keep(storage: () => Storage, name: 'language' | 'theme', value: string): void {
  try {
    storage().setItem(`salehi.${name}`, value)
  } catch {
    return // the choice then lasts as long as the page
  }
}

/** Tells the document its language, the direction it is read in, and its theme. */
export function dress(root: HTMLElement, language: string, theme: string): void {
  root.lang = language
  root.dir = language === 'fa' ? 'rtl' : 'ltr'
  root.dataset['theme'] = theme
}
