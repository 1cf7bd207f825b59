export { authorize } from './access.ts'
export type { Actor, Role } from './access.ts'
