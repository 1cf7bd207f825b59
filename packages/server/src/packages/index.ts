export { addVersion, packageContext } from './publish.ts'
export type { PackageContext } from './publish.ts'
export { categoryOf, checkSignature, inspectSpool, versionOf } from './artifact.ts'
export { versionPublished, versionUnpublished, versionYanked } from './events.ts'
export { readSignature, receiveForm } from './receive.ts'
export { packageRoutes } from './routes.ts'
export { artifactById, artifactOf, packageById, packageByName, setGated } from './gate.ts'
export type { PackageRef } from './gate.ts'
export { dependentsOf } from './dependents.ts'
export { openUploads, reopenSpool } from './spool.ts'
export type { Spool } from './spool.ts'
export {
  countPublishedSince,
  isVersionClosed,
  newestPublished,
  publishedVersion,
  packageNames,
  setListing,
} from './published.ts'
export type { PublishedVersion } from './published.ts'
export { publishedSource } from './published-source.ts'
export { openReadmes } from './readme/index.ts'
export type { Readmes } from './readme/index.ts'
export { listedVersions, versionsOf } from './store.ts'
export {
  countPackages,
  neededUploads,
  packagesOfPublisher,
  packagesSignedBy,
  settleArtifacts,
  waitingArtifacts,
} from './waiting.ts'
export type { WaitingArtifact } from './tables.ts'
