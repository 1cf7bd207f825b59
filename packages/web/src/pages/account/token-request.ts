import { Problem } from '../../api/problem.ts'

/** What a token can be limited to, in the words of what it is for. Reviewing and administrating are for those who may. */
export const tokenActions = [
  { action: 'read', says: 'See what you may see, and download' },
  { action: 'publish', says: 'Publish, submit, yank, register keys' },
  { action: 'manage', says: 'Publishers, members, domains; revoke keys' },
  { action: 'account', says: 'Tokens, sessions and passkeys of the account' },
  { action: 'billing', says: 'Prices and purchases' },
  { action: 'review', says: 'Review submissions', roles: ['admin', 'reviewer', 'auditor'] },
  { action: 'operate', says: 'Administrate the registry', roles: ['admin', 'moderator', 'auditor'] },
] as const

export type TokenAction = (typeof tokenActions)[number]['action']

/** Days that a token may last; 0 stands for no end. */
export const lifetimes = [7, 30, 90, 365, 0] as const

const pattern = /^(\*|@?[a-z0-9][a-z0-9._/-]*\*?)$/

/** Names and patterns as they are typed, between spaces, commas or lines. Throws a `Problem` that names the bad one. */
export function readPackages(typed: string): string[] {
  const names = [...new Set(typed.split(/[\s,]+/).filter(Boolean))]
  const bad = names.find((name) => name.length > 210 || !pattern.test(name))
  if (bad === undefined) return names
  throw new Problem({
    status: 0,
    code: 'packages.unreadable',
    message: `“${bad}” is no package name, nor one that ends with *.`,
    hint: 'Write names such as csv-tools, or the beginning of several such as acme-*.',
  })
}

/** The end of a token made `now`, ISO 8601; nothing for one without an end. */
export function endAfter(days: number, now: Date): string | undefined {
  return days === 0 ? undefined : new Date(now.getTime() + days * 24 * 3600 * 1000).toISOString()
}
