export type { InstallEvent } from './apply.ts'
export type { Ailment } from './doctor.ts'
export type { TreeNode, Way } from './graph.ts'
export { Installer } from './installer.ts'
export type {
  ChangeResult,
  DoctorReport,
  InstallResult,
  Installation,
  InstalledPackage,
} from './installer.ts'
export { readLockfile } from './lockfile.ts'
export type { LockedPackage, Lockfile } from './lockfile.ts'
export type { Outdated } from './outdated.ts'
export { changes } from './plan.ts'
export type { Plan, Step } from './plan.ts'
export { Source } from './request.ts'
export type { ChoiceOptions, FollowOptions, InstallOptions, SourceOptions, UpdateOptions } from './request.ts'
export type { Finding, VerifyReport } from './verify.ts'
