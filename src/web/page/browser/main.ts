import { systemClock } from '../../../kernel/clock.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { browserDevice } from './browser-device.ts'
import { Patch } from './patch.ts'
import { kept, keptLanguage, keptTheme } from './preferences.ts'
import { Api } from './state/api.ts'
import { Controller } from './state/controller.ts'
import { Feed } from './state/feed.ts'
import { Hearing } from './state/hearing.ts'
import { Lists } from './state/lists.ts'
import { Loading } from './state/loading.ts'
import { firstModel } from './state/model.ts'
import { routeOf } from './state/route.ts'
import { Store } from './state/store.ts'
import { page, titleOf } from './views/page.ts'
import { viewOf } from './views/view.ts'

start(document.getElementById('page') as HTMLElement, new AbortController().signal)

/** Brings the page up in `root`. */
function start(root: HTMLElement, signal: AbortSignal): void {
  const clock = systemClock
  const storage = (): Storage => localStorage
  const language = keptLanguage(kept(storage, 'language'))
  const theme = keptTheme(kept(storage, 'theme'))
  const patch = new Patch(root)
  let asked = false
  const draw = (): void => {
    asked = false
    const view = viewOf(store.model, controller)
    patch.render(page(view))
    document.title = titleOf(view)
  }
  const store = new Store(firstModel(language, theme, routeOf(location.pathname), clock.now()), () => {
    if (asked) return
    asked = true
    requestAnimationFrame(draw)
  })
  const api = new Api((path, init) => fetch(path, init))
  const device = browserDevice(storage)
  const loading = new Loading(store, () => controller.signedOut(), signal)
  const lists = new Lists(store, api, loading, () => device.toFirstLit())
  const isSignedIn = async (asking: AbortSignal): Promise<boolean | undefined> => {
    const me = await api.me(asking)
    return me.kind === 'answer' ? me.value.access !== 'none' : undefined
  }
  const feed = new Feed(
    { open: () => new EventSource('/api/live'), clock, chance: systemRandom, isSignedIn },
    new Hearing(store, lists, clock, () => controller.signedOut()),
  )
  let listening = new AbortController()
  const hush = (): void => listening.abort()
  const listen = (): void => {
    hush()
    listening = new AbortController()
    void feed.run(AbortSignal.any([signal, listening.signal])) // ends with its signal; says itself what it does not hear
  }
  const controller: Controller = new Controller(
    { store, api, lists, clock, device, listen, hush, hurry: () => feed.tryNow() },
    signal,
  )

  addEventListener('popstate', () => controller.arrive(location.pathname))
  addEventListener('online', () => feed.tryNow())
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && store.model.menuOpen) controller.openMenu(false)
  })
  void controller.begin() // what goes wrong is shown
  void tick(store, signal) // ends with the page
  draw()
}

/** Ages and durations move on once a second, while somebody looks. */
async function tick(store: Store, signal: AbortSignal): Promise<void> {
  for (;;) {
    await systemClock.sleep(1_000, signal)
    if (!document.hidden) store.change({ now: systemClock.now() })
  }
}
