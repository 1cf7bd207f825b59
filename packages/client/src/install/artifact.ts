import type { Artifact, PackageVersion } from '@waybill/core/documents'

/** The artifact of a version for this machine. */
export function chooseArtifact({ artifacts }: PackageVersion): Artifact | undefined {
  return artifacts.find(({ platform }) => platform === 'any')
}
