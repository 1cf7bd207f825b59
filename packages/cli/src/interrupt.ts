const controller = new AbortController()

/** Aborted at the first Ctrl-C or SIGTERM: what runs cleans up and ends. */
export const interrupted: AbortSignal = controller.signal

let awaited = false

/** Waits for the interrupt that ends a command which runs until it is told to stop: that is then no failure. */
export function untilInterrupted(): Promise<void> {
  awaited = true
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

/** Hears Ctrl-C and SIGTERM. The second one ends the process at once: the journal makes that safe. */
export function hearInterrupts(): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(interruptExit())
      controller.abort(name)
    })
  }
}
