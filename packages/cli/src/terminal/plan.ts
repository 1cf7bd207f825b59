import { changes, type Plan, type Step } from '@waybill/client'
import { table } from './table.ts'
import { day, formatBytes } from './text.ts'

const signs = { add: '+', update: '↑', restore: '↻', remove: '-', keep: ' ' } as const

/** A plan for people: one line for each package that changes, and what new permissions are asked for. */
export function planLines({ steps, downloadBytes, passedOver }: Plan): string[] {
  const changed = steps.filter(changes)
  const passed = passedOver.map(({ name, version, reason }) => `  ${name} ${version} ${reason}`)
  if (changed.length === 0) return passed
  const rows = changed.map((step) => [
    `  ${signs[step.action]} ${step.name}`,
    versionOf(step),
    step.action === 'remove' ? '' : formatBytes(step.size),
    notes(step),
  ])
  return [
    ...table(rows),
    ...passed,
    ...(downloadBytes > 0 ? [`  at most ${formatBytes(downloadBytes)} to download`] : []),
  ]
}

function versionOf({ version, from }: Step): string {
  return from === undefined ? version : `${from} → ${version}`
}

function notes({ facts, action, newPermissions, newOwnerSince }: Step): string {
  const why = facts && facts.requested === undefined ? 'needed by the others' : ''
  const again = action === 'restore' ? 'its files are gone' : ''
  const asks = newPermissions.length > 0 ? `asks for ${newPermissions.join(', ')}` : ''
  const features = facts?.features.filter((feature) => feature !== 'default') ?? []
  const on = features.length > 0 ? `with ${features.join(', ')}` : ''
  const hands = newOwnerSince === undefined ? '' : `its publisher has a new owner since ${day(newOwnerSince)}`
  return [on, why, again, asks, hands].filter(Boolean).join('; ')
}

/** The stable form of a plan for `--json`. */
export function planJson(plan: Plan) {
  return {
    downloadBytes: plan.downloadBytes,
    passedOver: plan.passedOver,
    steps: plan.steps.map(
      ({ action, name, version, from, size, newPermissions, newOwnerSince, facts, source }) => ({
        action,
        name,
        version,
        ...(from === undefined ? {} : { from }),
        size,
        newPermissions,
        ...(newOwnerSince === undefined ? {} : { newOwnerSince }),
        ...(facts ? { features: facts.features, requested: facts.requested ?? null } : {}),
        ...(source ? { source: source.kind } : {}),
      }),
    ),
  }
}
