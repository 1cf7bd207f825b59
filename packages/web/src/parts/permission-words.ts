/** What a package asks for, in the words of somebody who does not program. */

export type Grant = unknown

const known: Readonly<Record<string, { may: string; over?: string }>> = {
  network: { may: 'Connect to the internet', over: 'Connect to' },
  filesystem: { may: 'Read and change files on the computer' },
  subprocess: { may: 'Start other programs' },
  environment: {
    may: 'Read every variable of the environment, where passwords and keys often are',
    over: 'Read these variables of the environment:',
  },
  'native-code': { may: 'Run compiled code that no sandbox of the language holds' },
  'dynamic-code': { may: 'Run code that is made while it runs, which no reading of the source shows' },
}

const fileWords: Readonly<Record<string, string>> = {
  read: 'Read files on the computer',
  write: 'Change files on the computer',
  'read-write': 'Read and change files on the computer',
}

/** What a grant lets a package do; “Nothing of …” where it is refused. */
export function permissionWords(permission: string, grant: Grant): string {
  const { may, over } = known[permission] ?? { may: `Use “${permission}” of its host` }
  if (grant === undefined || grant === false) return `Not: ${may.charAt(0).toLowerCase()}${may.slice(1)}`
  if (Array.isArray(grant)) {
    const covered = grant.map(String)
    if (permission === 'filesystem' && covered.every((word) => fileWords[word] !== undefined))
      return covered.map((word) => fileWords[word]).join('; ')
    return `${over ?? `${may}:`} ${covered.join(', ')}`
  }
  return typeof grant === 'string' ? `${may} (“${grant}”)` : may
}

export type Drift = 'grown' | 'shrunk' | 'changed'

/** Whether a package may do more than before. What cannot be compared for certain counts as grown. */
export function driftOf(before: Grant, after: Grant): Drift {
  const [had, has] = [before, after].map((grant) => grant !== undefined && grant !== false)
  if (!had && !has) return 'changed'
  if (!had) return 'grown'
  if (!has) return 'shrunk'
  const [former, latter] = [before, after].map((grant) =>
    Array.isArray(grant) ? new Set(grant.map(String)) : 'all',
  )
  if (former === 'all' && latter === 'all') return 'changed'
  if (latter === 'all' || latter === undefined) return 'grown'
  if (former === 'all' || former === undefined) return 'shrunk'
  const more = [...latter].some((word) => !former.has(word))
  return more ? 'grown' : 'shrunk'
}

const order: readonly Drift[] = ['grown', 'changed', 'shrunk']

/** Changes with what grew first, each with its drift. */
export function sortedChanges<T extends { permission: string; before?: unknown; after?: unknown }>(
  changes: readonly T[],
): (T & { drift: Drift })[] {
  return changes
    .map((change) => ({ ...change, drift: driftOf(change.before, change.after) }))
    .sort(
      (a, b) => order.indexOf(a.drift) - order.indexOf(b.drift) || a.permission.localeCompare(b.permission),
    )
}
