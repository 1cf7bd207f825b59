import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { reading, type Answer } from '../../api/client.ts'
import type { VersionView } from '../../api/shapes.ts'

export type { VersionView }
export type PackageView = Answer<'/api/v1/packages/{name}'>

const from = '/packages/$name'

/** What the address of the page says. */
export function useAddress(): { name: string; version: string | undefined } {
  const params: unknown = useParams({ from })
  const search: unknown = useSearch({ from })
  return { name: (params as { name: string }).name, version: (search as { version?: string }).version }
}

/** The read of all that the page of a package shows. */
export const packageQuery = (name: string) =>
  reading('/api/v1/packages/{name}', { params: { path: { name } } })

/** A package, and which of its versions the page is about: the one in the address, else the newest. */
export interface Shown {
  readonly name: string
  readonly page: PackageView
  readonly versions: readonly VersionView[]
  /** Absent where nothing is published here. */
  readonly version: VersionView | undefined
  /** The address names the version. */
  readonly isChosen: boolean
  /** The version in the address, where there is none such. */
  readonly missing: string | undefined
}

export function useShown(): Shown {
  const { name, version } = useAddress()
  const { data } = useSuspenseQuery(packageQuery(name))
  return shownOf(data, version)
}

/** Chooses the version that a page shows. A yanked or unpublished one is shown where nothing better is there. */
export function shownOf(page: PackageView, asked: string | undefined): Shown {
  const versions = page.document?.versions ?? []
  const found = asked === undefined ? undefined : versions.find(({ version }) => version === asked)
  const newest = versions.find(({ version }) => version === page.newest) ?? versions[0]
  return {
    name: page.card.name,
    page,
    versions,
    version: found ?? newest,
    isChosen: found !== undefined,
    missing: found ? undefined : asked,
  }
}

/** A version can be installed by whoever may have it; one that was taken back by nobody. */
export const isOffered = (version: VersionView | undefined): version is VersionView =>
  version !== undefined && !version.unpublished && version.artifacts.length > 0

/** The version before this one of which the files still are here; `versions` are newest first. */
export function versionBefore(versions: readonly VersionView[], version: string): VersionView | undefined {
  const place = versions.findIndex((each) => each.version === version)
  return place < 0 ? undefined : versions.slice(place + 1).find(({ unpublished }) => !unpublished)
}

/** `1.0.0-beta.1` (semver 2.0.0 §9). */
export const isPrerelease = (version: string): boolean => version.replace(/\+.*$/, '').includes('-')

export const isHttp = (address: string | null | undefined): address is string =>
  typeof address === 'string' && /^https?:\/\/[^\s]+$/i.test(address)
