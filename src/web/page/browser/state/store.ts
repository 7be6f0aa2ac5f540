import type { Model } from './model.ts'

/** Holds the model and tells when it changes. */
export class Store {
  #model: Model
  readonly #onChange: () => void

  constructor(model: Model, onChange: () => void) {
    this.#model = model
    this.#onChange = onChange
  }

  get model(): Model {
    return this.#model
  }

  /** Puts parts in the place of what is there. */
  change(parts: Partial<Model>): void {
    this.#model = { ...this.#model, ...parts }
    this.#onChange()
  }

  /** Takes parts away. */
  forget(...names: readonly Forgettable[]): void {
    const left = Object.entries(this.#model).filter(([name]) => !(names as readonly string[]).includes(name))
    this.#model = Object.fromEntries(left) as unknown as Model
    this.#onChange()
  }
}

/** Parts of the model that may be absent. */
export type Forgettable = 'me' | 'meTrouble' | 'heardAt' | 'day' | 'otherDay' | 'pointedAt' | 'question' | 'notice'
