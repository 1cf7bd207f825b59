export { authorize, isPermitted } from './access.ts'
export type { Actor, Membership, PublisherRef } from './access.ts'
export { actions, memberRoles, operatorRoles, ruleOf } from './operations.ts'
export type { Action, MemberRole, Operation, OperatorRole } from './operations.ts'
