import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { Check, CheckResult, CheckSubject, Evidence, Verdict } from './check.ts'
import { readContents, type Reading } from './contents.ts'
import { checks } from './list.ts'

/** The checks in the order of their results. */
export const checkList: readonly { readonly id: string; readonly title: string }[] = checks.map(
  ({ id, title }) => ({ id, title }),
)

/**
 * Does every check of a submission, one after the other, and gives all results in the order of `checkList`. `done`
 * hears each result and is waited for. A check that cannot be done answers `error`; only an abort (`operation.cancelled`)
 * and what `done` throws end the run early.
 */
export async function runChecks(
  subject: CheckSubject,
  done: (result: CheckResult, index: number, total: number) => void | Promise<void> = () => undefined,
): Promise<CheckResult[]> {
  refuseAborted(subject.signal)
  const reading = await readContents(subject)
  const results: CheckResult[] = []
  for (const [index, check] of checks.entries()) {
    refuseAborted(subject.signal)
    const verdict = await verdictOf(check, subject, reading)
    refuseAborted(subject.signal)
    const result = resultOf(check, demanded(check, verdict, subject))
    results.push(result)
    await done(result, index, checks.length)
  }
  return results
}

async function verdictOf(check: Check, subject: CheckSubject, reading: Reading): Promise<Verdict> {
  try {
    if (check.needs === 'subject') return await check.run(subject, reading)
    if (reading.state === 'read') return await check.run(subject, reading.contents)
    return { status: 'error', summary: `This could not be done, because the ${withoutFiles[reading.state]}.` }
  } catch (error) {
    // A plain failure has a message for the registry's programmers, which is not for the publisher to see.
    const why = isWaybillError(error) ? error.message : 'of an unexpected failure inside the registry.'
    return { status: 'error', summary: `This could not be done, because ${why}` }
  }
}

/** Where the ecosystem asks for security, a doubt of these checks is a failure. */
const securityChecks = ['look-alike', 'native-binaries', 'permissions']

function demanded({ id }: Check, verdict: Verdict, { requirements }: CheckSubject): Verdict {
  const isDoubt = verdict.status === 'warn' && requirements.security && securityChecks.includes(id)
  return isDoubt ? { ...verdict, status: 'fail' } : verdict
}

const withoutFiles: Record<Exclude<Reading['state'], 'read'>, string> = {
  'archive refused': 'archive was refused',
  'manifest refused': 'manifest was refused',
  unreadable: 'archive could not be read',
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new WaybillError('operation.cancelled', 'The checks were cancelled.', { cause: signal.reason })
}

const mostEvidence = 50
const mostText = 300

/** Texts come from the plugin: bounded, and without characters that could make a page show something else. */
function resultOf({ id, title }: Check, { status, summary, evidence = [] }: Verdict): CheckResult {
  return {
    id,
    title,
    status,
    summary: shown(summary),
    evidence: evidence.slice(0, mostEvidence).map(shownEvidence),
  }
}

function shownEvidence({ file, line, text }: Evidence): Evidence {
  return {
    ...(file === undefined ? {} : { file: shown(file) }),
    ...(line === undefined ? {} : { line }),
    text: shown(text),
  }
}

function shown(text: string): string {
  const plain = text.slice(0, 2 * mostText).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
  return plain.length > mostText ? `${plain.slice(0, mostText - 1)}…` : plain
}
