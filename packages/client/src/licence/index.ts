export { getLicence, verifyLicence } from './licence.ts'
export type { Licence, LicenceOptions, VerifyLicenceOptions } from './licence.ts'
