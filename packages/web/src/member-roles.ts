/** Roles of a publisher’s members, from most to least, in the words of what they may. */
export const roleSays = {
  owner: 'everything, also members, ownership and prices',
  maintainer: 'publishes, invites and removes members, proves the domain, revokes keys',
  publisher: 'publishes, submits and withdraws versions, registers keys',
  billing: 'prices, and who gets what was sold',
  read: 'sees members, keys and submissions',
} as const

export type MemberRole = keyof typeof roleSays

export const memberRoles = Object.keys(roleSays) as MemberRole[]
