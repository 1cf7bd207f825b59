import { errorCodes, isWaybillError, type WaybillError } from '@waybill/core/errors'
import { CommanderError } from 'commander'
import { interrupted, interruptExit } from './interrupt.ts'
import { styled } from './terminal/style.ts'
import { printable } from './terminal/text.ts'

/** Ends a command with an exit code, once it has said everything itself. */
export class Reported extends Error {
  readonly exit: number

  constructor(exit: number) {
    super('reported')
    this.exit = exit
  }
}

interface Failure {
  code: string
  message: string
  hint?: string
  details: Record<string, unknown>
  exit: number
}

/**
 * Says what went wrong and gives the exit code (DESIGN §5). People read it on standard error; with `--json`, standard
 * output has it as `{"error": {…}}` too. A stack trace only with `--debug`.
 */
export function report(error: unknown, options: { json: boolean; debug: boolean }): number {
  if (error instanceof Reported) return error.exit
  if (error instanceof CommanderError && isHelp(error)) return error.exitCode === 0 ? 0 : 2
  const failure = describe(error)
  const { stderr } = process
  stderr.write(`${styled(stderr, 'red', 'error:')} ${lines(failure.message)}\n`)
  if (failure.hint) stderr.write(`${styled(stderr, 'cyan', 'hint:')} ${lines(failure.hint)}\n`)
  if (options.debug && error instanceof Error) stderr.write(`${stackOf(error)}\n`)
  if (options.json) process.stdout.write(`${JSON.stringify({ error: failure })}\n`)
  return failure.exit
}

function describe(error: unknown): Failure {
  if (error instanceof CommanderError) return usage(error)
  if (isWaybillError(error)) return known(error)
  if (interrupted.aborted) {
    return { code: 'operation.cancelled', message: 'Interrupted.', details: {}, exit: interruptExit() }
  }
  return {
    code: 'internal.failed',
    message: `This is a bug in Waybill: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'Run the command again with --debug, and report what it prints.',
    details: {},
    exit: errorCodes['internal.failed'].exit,
  }
}

function known(error: WaybillError): Failure {
  const { code, message, hint, details } = error
  // Ctrl-C at a question is the key, not the signal: for shells it is an interrupt all the same.
  const isInterrupt = code === 'operation.cancelled' && (interrupted.aborted || details.key === 'Ctrl-C')
  const exit = isInterrupt ? interruptExit() : error.exit
  return { code, message, ...(hint === undefined ? {} : { hint }), details, exit }
}

function usage({ code, message }: CommanderError): Failure {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n')
  const suggestion = rest.join(' ').replaceAll(/^\(|\)$/g, '')
  const where =
    code === 'commander.unknownCommand'
      ? '“waybill --help” lists the commands.'
      : 'Add --help to see how the command is used.'
  return {
    code: 'usage.invalid',
    message: `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.+$/, '')}.`,
    hint: suggestion || where,
    details: {},
    exit: errorCodes['usage.invalid'].exit,
  }
}

function isHelp(error: CommanderError): boolean {
  return ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(error.code)
}

/** Parts of a message may come from a registry or an archive. Its own line breaks are kept. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n  ')
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
