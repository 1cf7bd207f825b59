export { createOutgoing } from './outgoing.ts'
export type { Outgoing, OutgoingRequest, OutgoingResponse, OutgoingSettings } from './outgoing.ts'
