/** Roles of a member of a publisher, from most to least. */
export const memberRoles = ['owner', 'maintainer', 'publisher', 'billing', 'read'] as const
export type MemberRole = (typeof memberRoles)[number]

/** Roles of the registry's own people. */
export const operatorRoles = ['admin', 'moderator', 'reviewer', 'auditor'] as const
export type OperatorRole = (typeof operatorRoles)[number]

/** What a token can be limited to; each operation belongs to one of them. */
export const actions = ['read', 'publish', 'manage', 'account', 'billing', 'review', 'operate'] as const
export type Action = (typeof actions)[number]

interface Rule {
  /** What a token must permit. */
  readonly action: Action
  /** Everybody, signed in or not. */
  readonly anyone?: true
  /** Every account, for its own things. */
  readonly account?: true
  /** Every account and every token. */
  readonly signedIn?: true
  /** Members of the publisher whose things are touched. */
  readonly members?: readonly MemberRole[]
  readonly operators?: readonly OperatorRole[]
  /** Concerns more than single packages: not for a token that is limited to some. */
  readonly whole?: true
}

const everyMember = memberRoles
const managers = ['owner', 'maintainer'] as const
const publishers = ['owner', 'maintainer', 'publisher'] as const
const payers = ['owner', 'billing'] as const

/** Operation × role, the whole of it. What does not stand here is forbidden, and a route without an operation does not start. */
export const operations = {
  'registry.read': { action: 'read', anyone: true },

  'account.open': { action: 'account', anyone: true },
  'account.sign-in': { action: 'account', anyone: true },
  'account.recover': { action: 'account', anyone: true },
  'account.read': { action: 'read', signedIn: true },
  'account.change': { action: 'account', account: true, whole: true },
  'device.ask': { action: 'account', anyone: true },
  'device.approve': { action: 'account', account: true, whole: true },
  'token.list': { action: 'account', account: true },
  'token.create': { action: 'account', account: true },
  'token.revoke': { action: 'account', account: true },

  'publisher.create': { action: 'manage', account: true, whole: true },
  'publisher.read': { action: 'read', members: everyMember, operators: ['admin', 'moderator', 'auditor'] },
  'publisher.verify': { action: 'manage', members: managers, whole: true },
  'publisher.transfer': { action: 'manage', members: ['owner'], whole: true },
  'member.invite': { action: 'manage', members: managers, whole: true },
  'member.change': { action: 'manage', members: ['owner'], whole: true },
  'member.remove': { action: 'manage', members: managers, whole: true },
  'member.leave': { action: 'manage', members: everyMember, whole: true },
  'invitation.accept': { action: 'manage', account: true, whole: true },

  'key.list': { action: 'read', members: everyMember },
  'key.register': { action: 'publish', members: publishers, whole: true },
  'key.revoke': { action: 'manage', members: managers, operators: ['admin'], whole: true },
  'package.publish': { action: 'publish', members: publishers },
  'package.yank': { action: 'publish', members: publishers, operators: ['admin', 'moderator'] },
  'package.unpublish': { action: 'publish', members: managers, operators: ['admin', 'moderator'] },

  'submission.create': { action: 'publish', members: publishers },
  'submission.list': { action: 'read', members: everyMember },
  'submission.read': {
    action: 'read',
    members: everyMember,
    operators: ['admin', 'moderator', 'reviewer', 'auditor'],
  },
  'submission.withdraw': { action: 'publish', members: publishers },
  'submission.appeal': { action: 'publish', members: publishers },
  'review.read': { action: 'review', operators: ['admin', 'reviewer', 'auditor'] },
  'review.decide': { action: 'review', operators: ['admin', 'reviewer'] },

  'billing.notify': { action: 'billing', anyone: true },
  'pricing.change': { action: 'billing', members: payers },
  'purchase.start': { action: 'billing', account: true },
  'entitlement.read': { action: 'read', account: true },
  'entitlement.redeem': { action: 'billing', account: true },
  'entitlement.grant': { action: 'billing', members: payers, operators: ['admin'] },
  'licence.issue': { action: 'read', account: true },
  'artifact.fetch': { action: 'read', signedIn: true },
  'artifact.stream': { action: 'read', anyone: true },

  'rating.give': { action: 'account', account: true },
  'package.feature': { action: 'operate', operators: ['admin', 'moderator'], whole: true },
  'catalogue.change': { action: 'operate', operators: ['admin'], whole: true },

  'user.list': { action: 'operate', operators: ['admin', 'auditor'], whole: true },
  'user.change': { action: 'operate', operators: ['admin'], whole: true },
  'job.read': { action: 'operate', operators: ['admin', 'auditor'], whole: true },
  'job.run': { action: 'operate', operators: ['admin'], whole: true },
  'settings.read': { action: 'operate', operators: ['admin', 'auditor'], whole: true },
  'mail.read': { action: 'operate', operators: ['admin'], whole: true },
} as const satisfies Record<string, Rule>

export type Operation = keyof typeof operations

/** The rule of an operation, with every field that a rule may have. */
export function ruleOf(operation: Operation): Rule {
  return operations[operation]
}
