import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { verifyLicence as verify, type LicenceClaims, type LicenceKey } from '@waybill/core/licence'
import { parsePackageName } from '@waybill/core/names'
import { api } from '@waybill/core/paths'
import type { Home } from '../home.ts'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'
import { listRegistries, selectRegistry, type PinnedRegistry } from '../registries.ts'
import { Registry } from '../registry/registry.ts'
import { keepLicence, keptLicence } from './kept.ts'

export interface LicenceOptions {
  /** The machine the licence is for, in the host's own words. */
  device?: string
  now?: () => Date
}

export interface Licence {
  /** A signed token that hosts verify offline. */
  readonly token: string
  /** ISO 8601. */
  readonly expiresAt: string
  readonly claims: LicenceClaims
}

/**
 * Fetches a licence of a package, verifies it with the keys of the registry's signed index, and keeps it in the home. Throws
 * `entitlement.required`, `auth.*`, `licence.*`, `trust.*` or `registry.unreachable`.
 */
export async function getLicence(
  home: Home,
  access: RegistryAccess,
  name: string,
  options: LicenceOptions = {},
): Promise<Licence> {
  const { device, now = () => new Date() } = options
  const { full } = parsePackageName(name)
  const registry = await Registry.open(home, access.url, { now })
  const answer = await call<{ token: string; expiresAt: string }>(access, apiUrl(access, api.licences), {
    method: 'POST',
    json: { name: full, ...(device === undefined ? {} : { device }) },
  })
  const { licenceKeys: keys = [] } = await registry.index()
  const claims = verify(answer.token, keys, {
    now: now(),
    package: full,
    registry: registry.pinned.fingerprint,
    ...(device === undefined ? {} : { device }),
  })
  await keepLicence(home, registry.pinned, { name: full, token: answer.token, keys })
  return { ...answer, claims }
}

export interface VerifyLicenceOptions extends LicenceOptions {
  /** Fingerprint or address of the registry that must have issued it; the home's only one otherwise. */
  registry?: string
  /** Ids of entitlements that the host knows to be revoked. */
  revoked?: ReadonlySet<string>
}

/**
 * Checks the licence of a package that is kept in the home, asking nobody, and gives what it says. Throws `licence.invalid`,
 * also when none is kept, or `licence.expired`.
 */
export async function verifyLicence(
  home: Home,
  name: string,
  options: VerifyLicenceOptions = {},
): Promise<LicenceClaims> {
  const { device, revoked, now = () => new Date() } = options
  const { full } = parsePackageName(name)
  const pinned = await pinnedRegistry(home, options.registry)
  const kept = await keptLicence(home, pinned, full)
  if (!kept)
    throw new WaybillError('licence.invalid', `No licence of ${full} is kept here.`, {
      hint: `Fetch it: “waybill licence ${full}”.`,
      details: { package: full },
    })
  const keys = await knownKeys(home, pinned, now)
  return verify(kept.token, keys ?? kept.keys, {
    now: now(),
    package: full,
    registry: pinned.fingerprint,
    ...(revoked ? { revoked } : {}),
    ...(device === undefined ? {} : { device }),
  })
}

async function pinnedRegistry(home: Home, wanted: string | undefined): Promise<PinnedRegistry> {
  const found = (await listRegistries(home)).find(({ fingerprint }) => fingerprint === wanted)
  return found ?? (await selectRegistry(home, wanted))
}

/**
 * Keys of the index as this machine has it. Its signatures live for days and a licence for weeks: without a connection the
 * keys that were good when the licence was fetched must do, and then none come back.
 */
async function knownKeys(
  home: Home,
  pinned: PinnedRegistry,
  now: () => Date,
): Promise<LicenceKey[] | undefined> {
  try {
    const registry = await Registry.open(home, pinned.url, { offline: true, now })
    return (await registry.index()).licenceKeys
  } catch (error) {
    if (isWaybillError(error, 'trust.expired', 'registry.unreachable')) return undefined
    throw error
  }
}
