export {
  assignPackage,
  listMails,
  listUsers,
  operatorRoles,
  readFeatured,
  setFeatured,
  setRoles,
  userByEmail,
} from './administration.ts'
export type { OperatorRole, RegistryUser, SentMail } from './administration.ts'
export { askDeviceCode, awaitDevice } from './device.ts'
export type { DeviceRequest, DeviceToken } from './device.ts'
export { askPasswordReset, confirmAddress, openAccount, resendConfirmation, resetPassword } from './open.ts'
export * from './publishers.ts'
export { openSession } from './session.ts'
export type { RegistryAddress, RegistrySession } from './session.ts'
export * from './sign-in.ts'
export { createToken, listTokens, revokeToken, tokenActions } from './tokens.ts'
export type { AccountToken, TokenWish } from './tokens.ts'
export * from './ways-in.ts'
