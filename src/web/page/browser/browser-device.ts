import { dress, keep } from './preferences.ts'
import type { Device } from './state/device.ts'
import { lineId } from './views/scenario-source.ts'

/** The browser the page runs in. */
export function browserDevice(storage: () => Storage): Device {
  return {
    remember: (name, value) => keep(storage, name, value),
    push: (path) => history.pushState(undefined, '', path),
    dress: (language, theme) => dress(document.documentElement, language, theme),
    toBeginning: () =>
      afterDrawing(() => {
        document.getElementById('page-title')?.focus({ preventScroll: true })
        scrollTo(0, 0)
      }),
    toLine: (line) =>
      afterDrawing(() => {
        const place = document.getElementById(lineId(line))
        place?.scrollIntoView({ block: 'center' })
        place?.focus({ preventScroll: true })
      }),
    toFirstLit: () =>
      afterDrawing(() => {
        const place = document.querySelector('.source .lit')
        const box = place?.closest('.source')
        if (place instanceof HTMLElement && box instanceof HTMLElement)
          box.scrollTop = place.offsetTop - box.clientHeight / 4
      }),
  }
}

/** The page is drawn in the next frame: what is to be found there stands in the one after. */
function afterDrawing(what: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(what))
}
