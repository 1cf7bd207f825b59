import { join } from 'node:path'
import {
  defaultHome,
  environment,
  keyFile,
  loadKey,
  openHome,
  requireToken,
  selectRegistry,
  type Identity,
  type Home,
  type PublisherKeyPair,
  type RegistryAccess,
} from '@waybill/client'
import { isWaybillError } from '@waybill/core/errors'
import { Option } from 'commander'
import type { Context } from './context.ts'

/** The home that the command works on: `--home`, `WAYBILL_HOME`, else the platform's folder. */
export function homeOf(context: Context): Promise<Home> {
  return openHome({ path: context.home })
}

/**
 * The address that write operations go to: the one named, pinned or not (a token says whom it trusts), else the home's
 * only registry. Throws `registry.not_configured` or `trust.no_root`.
 */
export async function registryUrl(context: Context, home: Home): Promise<string> {
  const named = context.registry ?? environment.registry()
  if (named !== undefined && /^https?:\/\//.test(named)) return named.replace(/\/+$/, '')
  return (await selectRegistry(home, named)).url
}

/** The registry with the token for it. Throws `auth.required` or `registry.not_configured`. */
export async function signedIn(context: Context): Promise<RegistryAccess> {
  const home = await homeOf(context)
  const url = await registryUrl(context, home)
  return { url, token: await requireToken(home, url), signal: context.signal }
}

/** One name for whoever asks: the account's address, else the publisher of the token. */
export function nameOf({ user, publishers }: Pick<Identity, 'user' | 'publishers'>): string {
  return user?.email ?? publishers.map(({ name, role }) => `${name} (${role})`).join(', ')
}

/** As `signedIn`, but nothing when there is no registry or no token. */
export async function signedInIfAny(context: Context): Promise<RegistryAccess | undefined> {
  try {
    return await signedIn(context)
  } catch (error) {
    if (isWaybillError(error, 'auth.required', 'registry.not_configured', 'trust.no_root')) return undefined
    throw error
  }
}

export const keyOption = () =>
  new Option('--key <key>', 'name of a key of yours, or the file of a private key (default: default)')

/** The key that `--key` names: one in the home, or a file. Throws `key.not_found` or `key.invalid`. */
export function openKey(context: Context, key = 'default'): Promise<PublisherKeyPair> {
  const isFile = /[\\/]|\.pem$/.test(key)
  return loadKey(isFile ? key : keyFile(homeFolder(context), key))
}

function homeFolder(context: Context): string {
  return context.home === undefined ? defaultHome() : join(context.home)
}
