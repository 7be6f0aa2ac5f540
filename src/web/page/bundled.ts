import { bundlePage } from './bundle.ts'
import type { PageSource } from './page-source.ts'

/** What the browser gets. Run from the source tree it is built now; the build puts it here ready made. */
export const bundled: readonly PageSource[] = await bundlePage()
