export { addVersion, packageContext } from './publish.ts'
export type { PackageContext } from './publish.ts'
export { categoryOf, checkSignature, inspectSpool, versionOf } from './artifact.ts'
export { catalogueEntriesOf, catalogueRoutes, isOffered, listPackages } from './catalogue/index.ts'
export type { CatalogueEntry, ListedPackage } from './catalogue/index.ts'
export {
  catalogueImported,
  packageAssigned,
  readmeRead,
  versionPublished,
  versionUnpublished,
  versionYanked,
} from './events.ts'
export { readSignature, receiveForm } from './receive.ts'
export { packageRoutes } from './routes.ts'
export { artifactById, artifactOf, packageById, packageByName, requirePackage, setGated } from './gate.ts'
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
  publishedPage,
  setListing,
} from './published.ts'
export type { PublishedVersion } from './published.ts'
export { packagesOfPublishers } from './overview.ts'
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
  storedBytes,
  waitingArtifacts,
} from './waiting.ts'
export type { WaitingArtifact } from './tables.ts'
