export { createOutgoing } from './outgoing.ts'
export type { Outgoing } from './outgoing.ts'
