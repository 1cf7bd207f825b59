import { stat } from 'node:fs/promises'
import { WaybillError } from '@waybill/core/errors'
import type { Resolution } from '@waybill/core/resolver'
import { choiceSettings, readSettings } from '../config/settings.ts'
import { homePaths, type Home } from '../home.ts'
import { Registry } from '../registry/registry.ts'
import { chooseArtifact, lackingHere, unfitHere } from './artifact.ts'
import { choose, requireAge } from './choose.ts'
import type { Lockfile } from './lockfile.ts'
import { planInstall, type Plan } from './plan.ts'
import type { FollowOptions, InstallOptions, UpdateOptions } from './request.ts'
import { satisfiedPlan } from './satisfied.ts'
import type { Wish } from './wish.ts'

export type PlanOptions = UpdateOptions &
  Pick<InstallOptions, 'locked' | 'source' | 'org'> &
  Pick<FollowOptions, 'onEvent'>

export interface PlanSetting {
  readonly home: Home
  readonly now: () => Date
  readonly lockfile: Lockfile
  /** Packages whose files are to be fetched again though they are there. */
  readonly broken?: ReadonlySet<string>
}

/** What an operation would do, by the wishes, the options and the user's settings; and the registry it comes from. */
export async function planned(
  { home, now, lockfile, broken }: PlanSetting,
  wish: Wish,
  given: PlanOptions,
): Promise<{ plan: Plan; registry: Registry | undefined }> {
  const options = overSettings(await choiceSettings(home), given)
  const present = await presentVersions(home, lockfile)
  const isPresent = (name: string, version: string) => present.has(`${name}@${version}`) && !broken?.has(name)
  const already = satisfiedPlan(lockfile, wish, options, isPresent)
  if (already) return { plan: already, registry: undefined }
  const source = await sourceOf(home, options)
  let opened: Promise<Registry> | undefined
  const registry = () => (opened ??= openRegistry(home, now, { ...options, registry: source.registry }))
  const resolution = await choose({ ...wish, lockfile, options, now: now(), registry, unfit: unfitHere })
  requireCategory(resolution, wish, source.category)
  const plan = planInstall({ lockfile, resolution, ...wish, isPresent, artifactOf: chooseArtifact })
  requireAge(plan, options, now())
  for (const { name, file } of wish.files) options.onEvent?.({ kind: 'unsigned', name, file })
  for (const { name, version, action, source: from } of plan.steps) {
    if (action === 'keep' || from?.kind !== 'registry') continue
    const missing = lackingHere(from.version)
    if (missing.length > 0) options.onEvent?.({ kind: 'lacking', name, version, missing })
  }
  return { plan, registry: await opened }
}

export function openRegistry(
  home: Home,
  now: () => Date,
  { registry, offline }: PlanOptions,
): Promise<Registry> {
  return Registry.open(home, registry, { now, offline: offline ?? false })
}

/** The user's settings, and over them what was asked for this time. */
function overSettings(settings: PlanOptions, given: PlanOptions): PlanOptions {
  const chosen = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...settings, ...Object.fromEntries(chosen), engines: { ...settings.engines, ...given.engines } }
}

async function presentVersions(home: Home, lockfile: Lockfile): Promise<Set<string>> {
  const found = await Promise.all(
    Object.entries(lockfile.packages).map(async ([name, { version }]) => {
      const folder = await stat(homePaths.version(home, name, version)).catch(() => undefined)
      return folder?.isDirectory() ? [`${name}@${version}`] : []
    }),
  )
  return new Set(found.flat())
}

/**
 * What `source` and `org` mean: the registry that the settings name so (`registry.<source>.url`, or the one of the
 * organization); without one, that part of the usual registry whose categories begin with the source's name.
 */
async function sourceOf(
  home: Home,
  { source, org, registry }: PlanOptions,
): Promise<{ registry: string | undefined; category: string | undefined }> {
  if (org !== undefined && source !== 'enterprise')
    throw new WaybillError('usage.invalid', 'An organization is named, but not the source “enterprise”.', {
      hint: `Add --source enterprise, or leave --org ${org} out.`,
    })
  if (source === undefined) return { registry, category: undefined }
  const settings = new Map((await readSettings(home)).map(({ key, value }) => [key, value]))
  const ofOrg = [...settings].find(
    ([key, value]) => key.startsWith('registry.') && key.endsWith('.org') && value === org,
  )?.[0]
  const names = org === undefined ? [source] : [ofOrg?.split('.')[1] ?? org, source]
  // The seeds call the registry of an enterprise “private”.
  if (source === 'enterprise') names.push('private')
  const named = names.map((name) => settings.get(`registry.${name}.url`)).find((url) => url !== undefined)
  if (typeof named === 'string') return { registry: registry ?? named, category: undefined }
  if (org !== undefined) {
    throw new WaybillError(
      'registry.not_configured',
      `No registry of the organization ${org} is known here.`,
      {
        hint: `Name it: waybill config set registry.${/^[a-z0-9-]+$/.test(org) ? org : 'private'}.url URL; then pin it with “waybill registry add URL”.`,
        details: { org },
      },
    )
  }
  return { registry, category: source === 'primary' ? undefined : source }
}

function requireCategory(resolution: Resolution, { asked }: Wish, category: string | undefined): void {
  if (category === undefined) return
  for (const { name, document } of resolution.packages) {
    if (!asked.has(name) || document.category === category || document.category.startsWith(`${category}/`))
      continue
    throw new WaybillError('resolve.not_found', `${name} is in ${document.category}, not in ${category}.`, {
      hint: `Leave --source out; or name the registry that is meant: waybill config set registry.${category}.url URL.`,
      details: { name, category: document.category },
    })
  }
}
