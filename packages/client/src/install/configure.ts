import type { Manifest } from '@waybill/core/manifest'
import { changeUserFile } from '../config/files.ts'
import { ExtensionConfig, requireSound } from '../config/manager.ts'
import { usualConfig } from '../config/plugin-settings.ts'
import { homePaths, type Home } from '../home.ts'
import type { LocalFile } from './local-file.ts'
import type { Plan } from './plan.ts'
import { manifestOf } from './unpack.ts'

type Schema = Manifest['configuration']

/**
 * Checks the settings that were given for a package against what its version to be installed wants, before anything is
 * changed. Values that are missing may be set later. Throws `usage.invalid`.
 */
export async function checkOverrides(
  home: Home,
  plan: Plan,
  name: string,
  overrides: Readonly<Record<string, string>>,
  files: readonly LocalFile[],
): Promise<void> {
  const config = (await usualConfig(home, { [name]: { ...overrides } })).configure(
    name,
    schemaOf(home, plan, name, files),
  )
  requireSound(
    name,
    config.problems.filter(({ key, isMissing }) => !isMissing && Object.hasOwn(overrides, key)),
  )
}

function schemaOf(home: Home, plan: Plan, name: string, files: readonly LocalFile[] = []): Schema {
  const file = files.find((each) => each.name === name)
  if (file) return file.manifest.configuration
  const step = plan.steps.find((each) => each.name === name)
  if (step?.source?.kind === 'registry') return step.source.version.configuration
  return manifestOf(homePaths.version(home, name, step?.version ?? '')).configuration
}

/** Keeps the settings that were given, and brings each package its settings. Returns what still must be set, by package. */
export async function configureInstalled(
  home: Home,
  plan: Plan,
  names: readonly string[],
  overrides: Readonly<Record<string, string>>,
): Promise<Record<string, string[]>> {
  const [only] = names
  const hasOverrides = Object.keys(overrides).length > 0
  if (only !== undefined && hasOverrides) {
    const given = await usualConfig(home, { [only]: { ...overrides } })
    const { values } = given.configure(only, schemaOf(home, plan, only))
    for (const key of Object.keys(overrides))
      await changeUserFile(home, ['extensions', only, key], values[key])
  }
  const changed = plan.steps.filter(({ action }) => action !== 'keep' && action !== 'remove')
  const concerned = names.filter((name) => hasOverrides || changed.some((step) => step.name === name))
  if (concerned.length === 0) return {}
  const manager = await usualConfig(home)
  const missing: Record<string, string[]> = {}
  for (const name of concerned) {
    const schema = schemaOf(home, plan, name)
    if (Object.keys(schema).length === 0) continue
    const config = manager.configure(name, schema)
    if (config.problems.length > 0) missing[name] = config.problems.map(({ message }) => message)
    else await new ExtensionConfig(home, name, schema, config).applyToExtension()
  }
  return missing
}
