import { satisfies } from '@waybill/core/versions'
import { planOf, type Plan, type Step } from './plan.ts'
import type { Wish } from './wish.ts'
import { lockedOf, type Lockfile } from './lockfile.ts'
import type { ChoiceOptions, InstallOptions } from './request.ts'

/**
 * The plan to change nothing, where everything asked for is installed already as asked; no registry need be asked then.
 * Undefined where something is to be done.
 */
export function satisfiedPlan(
  lockfile: Lockfile,
  { asked, files, fresh }: Wish,
  options: ChoiceOptions & Pick<InstallOptions, 'locked'>,
  isPresent: (name: string, version: string) => boolean,
): Plan | undefined {
  if (files.length > 0 || fresh.size > 0 || options.strategy !== undefined || options.securityAuditRequired)
    return undefined
  if (asked.size === 0 && Object.keys(lockfile.packages).length === 0) return undefined
  const isWhole = Object.entries(lockfile.packages).every(
    ([name, { version, dependencies }]) =>
      isPresent(name, version) &&
      Object.entries(dependencies).every(([each, requirement]) => has(each, requirement)),
  )
  const isAsked = [...asked].every(([name, { requirement, wanted }]) => {
    const locked = lockedOf(lockfile, name)
    return (
      locked?.requested !== undefined &&
      has(name, requirement) &&
      (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(locked.wanted))
    )
  })
  if (!isWhole || !isAsked) return undefined
  const steps = Object.entries(lockfile.packages).map(([name, { version, artifact }]): Step => {
    return { action: 'keep', name, version, size: artifact.size, newPermissions: [] }
  })
  return planOf(steps)

  function has(name: string, requirement: string): boolean {
    const locked = lockedOf(lockfile, name)
    return locked !== undefined && satisfies(locked.version, requirement)
  }
}
