import type { OperatorRole } from './admin-parts.ts'

/** What each role of the registry’s own people may do. */
export const roleSays: Readonly<Record<OperatorRole, string>> = {
  admin: 'May do everything here: give roles, run jobs, review, feature, yank, and read mails and settings.',
  moderator: 'Chooses what is featured, and yanks or takes back versions.',
  reviewer: 'Reads submissions, comments on them and decides.',
  auditor: 'Sees health, users, settings, jobs, events and reviews, and changes nothing.',
}

export const operatorRoles = Object.keys(roleSays) as OperatorRole[]

/** What a choice of roles gives and takes, in the order of the roles. */
export function roleChange(before: readonly OperatorRole[], after: readonly OperatorRole[]) {
  return {
    given: operatorRoles.filter((role) => after.includes(role) && !before.includes(role)),
    taken: operatorRoles.filter((role) => before.includes(role) && !after.includes(role)),
  }
}
