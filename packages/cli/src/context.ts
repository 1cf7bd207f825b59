import type { Command } from 'commander'
import { takeSignal } from './interrupt.ts'
import { createOutput, type Output } from './terminal/output.ts'

/** Options that every command has. */
export interface GlobalOptions {
  registry?: string
  home?: string
  json: boolean
  quiet: boolean
  debug: boolean
}

/** What a command is given besides its own arguments. */
export interface Context extends GlobalOptions {
  readonly out: Output
  readonly signal: AbortSignal
}

export function contextOf(command: Command): Context {
  const all = command.optsWithGlobals<Partial<GlobalOptions>>()
  const { registry, home, json = false, quiet = false, debug = false } = all
  return {
    ...(registry === undefined ? {} : { registry }),
    ...(home === undefined ? {} : { home }),
    json,
    quiet,
    debug,
    out: createOutput({ json, quiet }),
    // Only a command that asks for it is waited for when it is interrupted.
    get signal() {
      return takeSignal()
    },
  }
}
