import { latestVersion } from '@waybill/core/versions'
import type { Registry } from '../registry/registry.ts'
import type { Lockfile } from './lockfile.ts'
import type { Plan } from './plan.ts'

export interface Outdated {
  readonly name: string
  readonly current: string
  /** What `update` would install. */
  readonly wanted: string
  /** The newest there is, whatever was asked for. */
  readonly latest: string
  readonly isPinned: boolean
  /** Why the current version should not stay, where the registry says so. */
  readonly yanked?: string
}

/** Packages of which there is a newer version, given what `update` would do. */
export async function outdatedIn(lockfile: Lockfile, update: Plan, registry: Registry): Promise<Outdated[]> {
  const fromRegistry = Object.entries(lockfile.packages).filter(([, { origin }]) => origin === 'registry')
  const all = await Promise.all(
    fromRegistry.map(async ([name, { version, pinned }]): Promise<Outdated> => {
      const document = await registry.packageDocument(name)
      const wanted = update.steps.find((step) => step.name === name && step.action !== 'remove')?.version
      const yanked = document.versions.find((each) => each.version === version)?.yanked
      return {
        name,
        current: version,
        wanted: wanted ?? version,
        latest: latestVersion(document.versions) ?? version,
        isPinned: pinned ?? false,
        ...(yanked ? { yanked: yanked.reason } : {}),
      }
    }),
  )
  return all.filter(
    ({ current, wanted, latest, yanked }) => current !== wanted || current !== latest || yanked !== undefined,
  )
}
