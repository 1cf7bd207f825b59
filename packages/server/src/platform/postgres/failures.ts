import { WaybillError } from '@waybill/core/errors'

const elsewhere = 'or set DATABASE_URL to use another PostgreSQL'

interface Facts {
  cause?: unknown
  log?: string
  folder?: string
}

/** A `database.unavailable` error whose hint ends with the way out that always exists: DATABASE_URL. */
export function unavailable(message: string, advice: string, facts: Facts = {}): WaybillError {
  const { cause, ...details } = facts
  const tail = facts.log ? `\nPostgreSQL said last:\n${facts.log}` : ''
  return new WaybillError('database.unavailable', message, {
    hint: `${advice}, ${elsewhere}.${tail}`,
    details,
    ...(cause === undefined ? {} : { cause }),
  })
}

const advices: Record<string, string> = {
  ENOSPC: 'Free some disk space',
  EDQUOT: 'Free some of your disk quota',
  EROFS: 'Set WAYBILL_DATA to a folder that can be written',
  EACCES: 'Give this user access to the folder, set WAYBILL_DATA to another one',
  EPERM: 'Give this user access to the folder, set WAYBILL_DATA to another one',
  ENOTDIR: 'Set WAYBILL_DATA to a folder',
}

/** The system's code of a failed call (`ENOENT` …), if `error` has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Runs `work`; what the file system refuses (full disk, permissions) becomes `database.unavailable`. */
export async function onFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const advice = advices[codeOf(error) ?? '']
    if (advice === undefined) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw unavailable(`The PostgreSQL folder ${folder} cannot be used: ${reason}`, advice, {
      cause: error,
      folder,
    })
  }
}

/** Runs `work`, or gives undefined when it fails with one of `codes`: the caller says what absence means. */
export async function unless<T>(codes: string[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (codes.includes(codeOf(error) ?? '')) return undefined
    throw error
  }
}
