const controller = new AbortController()
let taken = false

/** Aborted at the first Ctrl-C or SIGTERM. */
export const interrupted: AbortSignal = controller.signal

/** `interrupted` for an operation that heeds it, or that must not be cut: the process then waits for its end. */
export function takeSignal(): AbortSignal {
  taken = true
  return interrupted
}

let awaited = false

/** Waits for the interrupt that ends a command which runs until it is told to stop: that is then no failure. */
export function untilInterrupted(): Promise<void> {
  awaited = true
  taken = true
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve()
    interrupted.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** True when an interrupt cut a command short. */
export function wasCutShort(): boolean {
  return interrupted.aborted && !awaited
}

/** Exit code of a command that was interrupted: 128 and the signal's number, as shells count it. */
export function interruptExit(): number {
  return controller.signal.reason === 'SIGTERM' ? 143 : 130
}

/**
 * Hears Ctrl-C and SIGTERM. What took the signal cleans up and ends; the second interrupt ends the process in any case:
 * the journal makes that safe.
 */
export function hearInterrupts(): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const isSecond = interrupted.aborted
      controller.abort(name)
      if (isSecond || !taken) process.exit(interruptExit())
    })
  }
}
