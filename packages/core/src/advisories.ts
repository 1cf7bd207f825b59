import { z } from 'zod'
import type { Advisory, Severity } from './resolver/index.ts'

/** The combined file of a registry's advisories: OSV documents (OSV schema 1.7), those parts that decide versions. */
export const advisoriesSchema = z.object({
  schema: z.literal(1),
  advisories: z.array(
    z.object({
      id: z.string(),
      withdrawn: z.string().optional(),
      affected: z.array(
        z.object({
          package: z.object({ name: z.string() }),
          ranges: z
            .array(
              z.object({
                type: z.string(),
                events: z.array(
                  z.object({
                    introduced: z.string().optional(),
                    fixed: z.string().optional(),
                    last_affected: z.string().optional(),
                  }),
                ),
              }),
            )
            .default([]),
          versions: z.array(z.string()).default([]),
        }),
      ),
      database_specific: z.object({ severity: z.string() }).optional(),
    }),
  ),
})

const severities: Readonly<Record<string, Severity>> = {
  low: 'low',
  moderate: 'medium',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
}

/** Advisories that are open, one for each package. One that names no severity counts as critical. Pure. */
export function openAdvisories({ advisories }: z.infer<typeof advisoriesSchema>): Advisory[] {
  return advisories
    .filter(({ withdrawn }) => withdrawn === undefined)
    .flatMap(({ id, affected, database_specific: own }) =>
      affected.map((each) => ({
        id,
        package: each.package.name,
        affected:
          [...each.versions.map((version) => `=${version}`), ...each.ranges.flatMap(requirementsOf)].join(
            ' || ',
          ) || '<0.0.0-0',
        severity: severities[own?.severity.toLowerCase() ?? ''] ?? 'critical',
      })),
    )
}

type Range = {
  type: string
  events: {
    introduced?: string | undefined
    fixed?: string | undefined
    last_affected?: string | undefined
  }[]
}

/** SEMVER ranges as requirements: each `introduced` opens one, `fixed` or `last_affected` closes it. */
function requirementsOf({ type, events }: Range): string[] {
  if (type !== 'SEMVER') return []
  const found: string[] = []
  let from: string | undefined
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined) from = introduced === '0' ? '0.0.0-0' : introduced
    const end = fixed === undefined ? (last === undefined ? undefined : `<=${last}`) : `<${fixed}`
    if (from === undefined || end === undefined) continue
    found.push(`>=${from} ${end}`)
    from = undefined
  }
  return from === undefined ? found : [...found, `>=${from}`]
}
