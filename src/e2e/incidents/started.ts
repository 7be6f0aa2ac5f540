import type { Box } from '../box.ts'
import type { Engine, EngineOptions } from '../engine.ts'

/** Starts the executable and waits until it is connected to Asterisk and known to the panel. */
export async function started(box: Box, signal: AbortSignal, options: Partial<EngineOptions> = {}): Promise<Engine> {
  const settings = {
    FAIL_ALERT_THRESHOLD: '100',
    DIALER_DEFAULT_RETRY: '0.5',
    CALL_THINK_BUDGET: '15',
    ...options.settings,
  }
  const engine = box.run({ ...options, settings })
  signal.addEventListener('abort', () => {
    if (running) console.error(`the time is up; the executable said:\n${engine.output}`)
  })
  let running = true
  void engine.exited.then(() => {
    running = false
  })
  await engine.line(/ari\.up/, signal)
  await engine.line(/registered with the panel what="outbound lines"/, signal)
  return engine
}

/** Ends the executable in order: what it still owes is sent, and it exits with 0. */
export async function ended(engine: Engine): Promise<void> {
  engine.kill('SIGTERM')
  const code = await engine.exited
  if (code !== 0) throw new Error(`the executable ended with ${code}:\n${engine.output}`)
}
