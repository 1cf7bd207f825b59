import { WaybillError } from '@waybill/core/errors'
import { environment } from './environment.ts'
import { readIfPresent, writeAtomic } from './files.ts'
import { homePaths, type Home } from './home.ts'
import { originOf } from './http.ts'

/** Tokens by registry, in a file that only its owner may read. */
async function readAll(home: Home): Promise<Record<string, string>> {
  const bytes = await readIfPresent(homePaths.credentials(home))
  if (!bytes) return {}
  try {
    return JSON.parse(bytes.toString()) as Record<string, string>
  } catch (cause) {
    throw new WaybillError('home.damaged', `${homePaths.credentials(home)} cannot be read.`, {
      hint: 'Remove it and sign in again.',
      cause,
    })
  }
}

export async function saveToken(home: Home, url: string, token: string): Promise<void> {
  await writeAtomic(
    homePaths.credentials(home),
    JSON.stringify({ ...(await readAll(home)), [originOf(url)]: token }, null, 2),
    0o600,
  )
}

/** Returns false when there was none. */
export async function forgetToken(home: Home, url: string): Promise<boolean> {
  const { [originOf(url)]: former, ...rest } = await readAll(home)
  if (former === undefined) return false
  await writeAtomic(homePaths.credentials(home), JSON.stringify(rest, null, 2), 0o600)
  return true
}

/** The token that the home keeps for a registry, whatever `WAYBILL_TOKEN` says. */
export async function storedToken(home: Home, url: string): Promise<string | undefined> {
  return (await readAll(home))[originOf(url)]
}

/** `WAYBILL_TOKEN`, else the stored one. Throws `auth.required`. */
export async function requireToken(home: Home, url: string): Promise<string> {
  const token = environment.token() ?? (await readAll(home))[originOf(url)]
  if (token !== undefined) return token
  throw new WaybillError('auth.required', `You are not signed in to ${originOf(url)}.`, {
    hint: 'Sign in with “waybill login”, or set WAYBILL_TOKEN.',
  })
}
