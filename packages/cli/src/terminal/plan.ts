import { changes, type Plan, type Step } from '@waybill/client'
import { table } from './table.ts'
import { formatBytes } from './text.ts'

const signs = { add: '+', update: '↑', remove: '-', keep: ' ' } as const

/** A plan for people: one line for each package that changes, and what new permissions are asked for. */
export function planLines({ steps, downloadBytes }: Plan): string[] {
  const changed = steps.filter(changes)
  if (changed.length === 0) return []
  const rows = changed.map((step) => [`  ${signs[step.action]} ${step.name}`, versionOf(step), notes(step)])
  return [
    ...table(rows),
    ...(downloadBytes > 0 ? [`  at most ${formatBytes(downloadBytes)} to download`] : []),
  ]
}

function versionOf({ version, from }: Step): string {
  return from === undefined ? version : `${from} → ${version}`
}

function notes({ requested, action, newPermissions }: Step): string {
  const why = requested === undefined && action !== 'remove' ? 'needed by the others' : ''
  const asks = newPermissions.length > 0 ? `asks for ${newPermissions.join(', ')}` : ''
  return [why, asks].filter(Boolean).join('; ')
}

/** The stable form of a plan for `--json`. */
export function planJson(plan: Plan) {
  return {
    downloadBytes: plan.downloadBytes,
    steps: plan.steps.map(({ action, name, version, from, size, newPermissions, source }) => ({
      action,
      name,
      version,
      ...(from === undefined ? {} : { from }),
      size,
      newPermissions,
      ...(source ? { source: source.kind } : {}),
    })),
  }
}
