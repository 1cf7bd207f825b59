import type { Artifact, PackageVersion } from '@waybill/core/documents'
import { chooseArtifact as choose } from '@waybill/core/platform'
import { missingDependencies, thisPlatform } from '../platform.ts'

/** The artifact of a version for this machine. */
export function chooseArtifact({ artifacts }: PackageVersion): Artifact | undefined {
  const choice = choose(artifacts, thisPlatform())
  return 'artifact' in choice ? choice.artifact : undefined
}

/** Why a version cannot run on this machine, or nothing. */
export function unfitHere({ artifacts }: PackageVersion): string | undefined {
  const choice = choose(artifacts, thisPlatform())
  return 'reason' in choice ? `does not run here: ${choice.reason}` : undefined
}

/** What this machine lacks of that which a version needs besides other plugins. */
export function lackingHere(version: PackageVersion): string[] {
  const { platforms } = version
  const keys = [chooseArtifact(version)?.platform ?? '', thisPlatform().id]
  const key = keys.find((each) => Object.hasOwn(platforms, each)) ?? ''
  return missingDependencies(platforms[key]?.additional_deps ?? [])
}
