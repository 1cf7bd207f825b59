import type { Artifact } from '@waybill/core/documents'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { requireToken } from '../credentials.ts'
import { apiUrl, call } from '../publish/access.ts'
import type { Registry } from '../registry/registry.ts'

export interface ArtifactOf {
  readonly name: string
  readonly version: string
  readonly artifact: Artifact
}

/**
 * Where an artifact's bytes are to be had: a file of the tree, wherever that is served, or for one that must be bought, an
 * address that the registry itself gives for some minutes. Ask anew for each download, and when one goes on after a break.
 */
export function artifactLocator(
  registry: Registry,
  { name, version, artifact }: ArtifactOf,
  signal?: AbortSignal,
): () => Promise<string> {
  if (artifact.access === undefined) return () => Promise.resolve(`${registry.url}/${artifact.path}`)
  return async () => {
    // A mirror or a copy has no such artifacts, and must never see the token.
    const url = await registry.homeUrl()
    const token = await tokenFor(registry, url, name)
    const access = { url, token, ...(signal ? { signal } : {}) }
    const route = apiUrl(access, api.artifactAccess, { name, version, platform: artifact.platform })
    const answer = await call<{ url: string }>(access, route)
    const { pathname, search } = new URL(answer.url, url)
    return new URL(url).origin + pathname + search
  }
}

async function tokenFor(registry: Registry, url: string, name: string): Promise<string> {
  try {
    return await requireToken(registry.home, url)
  } catch (error) {
    if (!isWaybillError(error, 'auth.required')) throw error
    throw new WaybillError(
      'auth.required',
      `${name} is only for who has bought it, and you are not signed in to ${new URL(url).origin}.`,
      {
        hint: `Sign in with “waybill login”; if you do not have it yet: “waybill buy ${name}”.`,
        details: { name },
        cause: error,
      },
    )
  }
}
