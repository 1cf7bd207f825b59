import { createInterface } from 'node:readline'
import { WaybillError } from '@waybill/core/errors'
import type { Context } from '../context.ts'
import { askSecret, askText, canAsk } from './ask.ts'

/** Where passwords and codes come from: somebody at a terminal, or the lines of standard input. Never an argument. */
export interface Answers {
  secret(message: string): Promise<string>
  text(message: string): Promise<string>
  /** A password that is set: typed twice by people. */
  newPassword(message: string): Promise<string>
  /** Somebody is there to try again. */
  readonly canRepeat: boolean
}

/** Throws `usage.invalid` where there is neither a terminal nor leave to read standard input. */
export function openAnswers(context: Context, { passwordStdin }: { passwordStdin?: true }): Answers {
  // At a terminal nothing secret is read with its letters showing.
  if (canAsk(context)) return fromTerminal
  if (passwordStdin) return fromLines(context.signal)
  throw new WaybillError('usage.invalid', 'A password is needed, and there is no terminal to ask for it.', {
    hint: 'Add --password-stdin and give it on standard input; what is asked for next comes from the next line.',
  })
}

const fromTerminal: Answers = {
  secret: askSecret,
  text: (message) => askText({ message, check: (answer) => (answer === '' ? 'It is needed.' : undefined) }),
  canRepeat: true,
  async newPassword(message) {
    const password = await askSecret(message)
    if ((await askSecret('The same again')) === password) return password
    throw new WaybillError('usage.invalid', 'The two passwords differ; nothing was changed.')
  },
}

function fromLines(signal: AbortSignal): Answers {
  // Read as they are asked for: what is answered may depend on what was shown before.
  const lines = createInterface({ input: process.stdin, signal })[Symbol.asyncIterator]()
  const next = async (message: string) => {
    const line = await lines.next()
    if (signal.aborted) throw new WaybillError('operation.cancelled', 'Cancelled; nothing was changed.')
    const text = line.done === true ? '' : line.value
    if (text !== '') return text
    throw new WaybillError('usage.invalid', `Standard input has no answer to “${message}”.`, {
      hint: 'Give each answer on a line of its own, in the order that they are asked for.',
    })
  }
  return { secret: next, text: next, newPassword: next, canRepeat: false }
}
