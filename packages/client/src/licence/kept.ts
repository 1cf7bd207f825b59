import { join } from 'node:path'
import type { LicenceKey } from '@waybill/core/licence'
import { WaybillError } from '@waybill/core/errors'
import { z } from 'zod'
import { readIfPresent, writeAtomic } from '../files.ts'
import { homePaths, type Home } from '../home.ts'
import type { PinnedRegistry } from '../registries.ts'

const keptSchema = z.object({
  token: z.string(),
  /** The registry's licence keys when it was fetched, from its signed index. */
  keys: z.array(z.object({ keyId: z.string(), pem: z.string() })),
})

/** A licence as it lies in a home. */
export interface KeptLicence {
  readonly token: string
  readonly keys: readonly LicenceKey[]
}

const fileOf = (home: Home, registry: PinnedRegistry, name: string) =>
  join(homePaths.licences(home), registry.id, `${name}.json`)

/** Readable by the owner alone; a crash leaves the old one or the new one. */
export function keepLicence(
  home: Home,
  registry: PinnedRegistry,
  { name, ...licence }: KeptLicence & { name: string },
): Promise<void> {
  return writeAtomic(fileOf(home, registry, name), JSON.stringify(licence, null, 2), 0o600)
}

/** The kept licence of a package; undefined when there is none. Throws `home.damaged`. */
export async function keptLicence(
  home: Home,
  registry: PinnedRegistry,
  name: string,
): Promise<KeptLicence | undefined> {
  const file = fileOf(home, registry, name)
  const bytes = await readIfPresent(file)
  if (!bytes) return undefined
  try {
    return keptSchema.parse(JSON.parse(bytes.toString()))
  } catch (cause) {
    throw new WaybillError('home.damaged', `${file} cannot be read.`, {
      hint: `Fetch the licence again: “waybill licence ${name}”.`,
      cause,
    })
  }
}
