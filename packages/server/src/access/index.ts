export { authorize, operations } from './access.ts'
export type { Actor, Operation, Role } from './access.ts'
