import { dress, kept, keptLanguage, keptTheme } from './preferences.ts'

// Runs before anything is drawn: the page never appears in the wrong language, direction or theme.
const storage = (): Storage => localStorage
dress(document.documentElement, keptLanguage(kept(storage, 'language')), keptTheme(kept(storage, 'theme')))
