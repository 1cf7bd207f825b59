import { WaybillError } from '@waybill/core/errors'
import { interrupted } from '../interrupt.ts'

/** Questions, on a terminal only; the library for them is loaded when the first is asked. */

/** A question ends at Ctrl-C by its key, and by the signal of an interrupt from elsewhere. */
const asked = { output: process.stderr, signal: interrupted }

/** True when there is somebody to answer: questions go to standard error, so that results may be piped on. */
export function canAsk({ json }: { json: boolean }): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && !json
}

export interface TextQuestion {
  message: string
  /** Taken when the answer is empty. */
  initial?: string
  /** Says what is wrong with an answer; undefined when nothing is. */
  check?: (answer: string) => string | undefined
}

export async function askText({ message, initial, check }: TextQuestion): Promise<string> {
  const { text } = await import('@clack/prompts')
  const answer = await text({
    message,
    ...(initial === undefined ? {} : { placeholder: initial, defaultValue: initial }),
    validate: (value) => check?.(value || initial || ''),
    ...asked,
  })
  return answered<string>(answer)
}

export async function askSecret(message: string): Promise<string> {
  const { password } = await import('@clack/prompts')
  return answered<string>(await password({ message, ...asked }))
}

export async function askChoice(
  message: string,
  choices: readonly { value: string; hint: string }[],
  initial: string,
): Promise<string> {
  const { select } = await import('@clack/prompts')
  const options = choices.map(({ value, hint }) => ({ value, label: value, hint }))
  return answered<string>(await select({ message, options, initialValue: initial, ...asked }))
}

export async function confirm(message: string, initial = true): Promise<boolean> {
  const prompts = await import('@clack/prompts')
  return answered<boolean>(await prompts.confirm({ message, initialValue: initial, ...asked }))
}

function answered<T extends string | boolean>(answer: T | symbol): T {
  if (typeof answer !== 'symbol') return answer
  throw new WaybillError('operation.cancelled', 'Cancelled; nothing was changed.', {
    details: { key: 'Ctrl-C' },
  })
}
