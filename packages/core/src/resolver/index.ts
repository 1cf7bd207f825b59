export { settle } from './conflicts.ts'
export { tooYoung } from './exclusions.ts'
export { featureCycle } from './features.ts'
export { ConflictStrategy } from './request.ts'
export type {
  Advisory,
  AgePolicy,
  Conflict,
  PassedOver,
  Requirement,
  Resolution,
  ResolvedPackage,
  ResolveRequest,
  Severity,
} from './request.ts'
export { resolve } from './resolve.ts'
