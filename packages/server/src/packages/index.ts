export { versionPublished, versionYanked } from './events.ts'
export { packageContext } from './publish.ts'
export { packageRoutes } from './routes.ts'
export { artifactById, artifactOf, packageById, packageByName, setGated } from './gate.ts'
export type { PackageRef } from './gate.ts'
export { openUploads } from './spool.ts'
export {
  countPackages,
  listedVersions,
  neededUploads,
  packagesOfPublisher,
  packagesSignedBy,
  settleArtifacts,
  versionsOf,
  waitingArtifacts,
} from './store.ts'
export type { WaitingArtifact } from './tables.ts'
