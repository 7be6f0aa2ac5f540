import { exitCodes } from '../app/exit-codes.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { Imports } from '../store/imports.ts'
import { ListReset, type ResetScope } from '../store/list-reset.ts'
import { readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'
import { listNumber } from './contacts-list-number.ts'
import { people } from './contacts-report.ts'
import { holdLists, inSteps, openContacts } from './contacts-store.ts'
import { tellChanged } from './engine-client.ts'
import { settingsFor } from './settings.ts'

/** `salehi contacts reset`. */
export const resetContacts: Command['run'] = async (args, terminal, signal) => {
  const options = readArguments(args, { import: 'string', static: 'boolean' })
  const scope = scopeOf(options.text('import'), options.has('static'))
  const { dir } = settingsFor(terminal, []).data
  using stack = new DisposableStack()
  const db = stack.adopt(openContacts(dir), (open) => open.close())
  stack.use(holdLists(dir))
  if (scope.kind === 'import' && !isInForce(new Imports(db, clock), scope.id)) {
    terminal.err(`There is no list ${scope.id}, or it was taken back: salehi contacts list shows them.`)
    return exitCodes.failed
  }
  const reset = new ListReset(db, clock)
  const barred = reset.barred(scope)
  const total = { waiting: 0, elsewhere: 0 }
  let after = 0
  await inSteps(
    () => {
      const step = reset.step(scope, after)
      if (step === undefined) return false
      total.waiting += step.waiting
      total.elsewhere += step.elsewhere
      after = step.last
      return true
    },
    clock,
    signal,
  )
  await tellChanged(dir, signal)
  terminal.out(`${people(total.waiting)} who had their call, or were set aside, wait again.`)
  if (total.elsewhere > 0)
    terminal.out(`${people(total.elsewhere)} wait on another list already: they are called once.`)
  if (barred > 0) terminal.out(`${people(barred)} asked not to be called: they stay as they are.`)
  return exitCodes.ok
}

function scopeOf(list: string | undefined, isStatic: boolean): ResetScope {
  if (list !== undefined && isStatic)
    throw new UsageError('--import LIST or --static, not both; neither means all lists')
  if (list !== undefined) return { kind: 'import', id: listNumber(list) }
  return { kind: isStatic ? 'static' : 'all' }
}

function isInForce(imports: Imports, id: number): boolean {
  return imports.lists().some((list) => list.id === id && list.undoneAt === undefined)
}
