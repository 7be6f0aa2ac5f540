import type { Planted } from './grown-days.ts'

/**
 * Lets one source text of this process read otherwise, for everything imported from now on. Throws when the text to be
 * replaced does not stand there exactly once: then the fault is of another time than the product.
 */
export async function planted({ path, find, put }: Planted): Promise<void> {
  const text = await Bun.file(path).text()
  const times = text.split(find).length - 1
  if (times !== 1) throw new Error(`${path} has it ${times} times, not once: ${find}`)
  const contents = text.replace(find, () => put)
  Bun.plugin({
    name: 'planted fault',
    setup(build) {
      build.onLoad({ filter: filterOf(path) }, () => ({ contents, loader: 'ts' }))
    },
  })
}

function filterOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/[^\w/]/g, '\\$&')}$`)
}
