export { resolve } from './resolve.ts'
export type { Resolution, ResolvedPackage, Requirement, ResolveRequest } from './resolve.ts'
