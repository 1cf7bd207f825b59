export { authorize, isPermitted } from './access.ts'
export type { Actor, Membership, PublisherRef, Subject, TokenScope } from './access.ts'
export { actions, memberRoles, operatorRoles, operations, ruleOf } from './operations.ts'
export type { Action, MemberRole, Operation, OperatorRole } from './operations.ts'
