import type { PackageDocument } from '../documents.ts'
import { WaybillError } from '../errors.ts'
import { resolve } from './resolve.ts'
import type { Requirement, Resolution, ResolveRequest } from './request.ts'

export interface WorldVersion {
  /** Name → requirement; `name?` is optional; `name[f,g]` asks for features. */
  needs?: Record<string, string>
  features?: Record<string, string[]>
  engines?: Record<string, string>
  yanked?: string
  unpublished?: string
  publishedAt?: string
}

/** Package → version → what it needs, or everything about it. */
export type World = Record<string, Record<string, Record<string, string> | { is: WorldVersion }>>

/** Documents of a small world, as a registry would serve them. */
export function documentsOf(world: World) {
  return async (name: string): Promise<PackageDocument> => {
    const versions = world[name]
    if (!versions) throw new WaybillError('package.not_found', `no ${name}`)
    return documentOf(name, versions)
  }
}

function documentOf(name: string, versions: World[string]): PackageDocument {
  return {
    schema: 1,
    name,
    description: '',
    category: 'x',
    publisher: 'p',
    keys: [],
    channels: {},
    versions: Object.entries(versions).map(([version, given]) => {
      const is = ('is' in given ? given.is : { needs: given }) as WorldVersion
      return {
        version,
        publishedAt: is.publishedAt ?? '2026-01-01T00:00:00Z',
        ...(is.yanked === undefined ? {} : { yanked: { at: '2026-01-01T00:00:00Z', reason: is.yanked } }),
        ...(is.unpublished === undefined
          ? {}
          : { unpublished: { at: '2026-01-01T00:00:00Z', reason: is.unpublished } }),
        dependencies: Object.fromEntries(Object.entries(is.needs ?? {}).map(dependencyOf)),
        features: is.features ?? {},
        platforms: {},
        engines: is.engines ?? {},
        permissions: {},
        configuration: {},
        artifacts: [],
        deltas: [],
      }
    }),
  }
}

function dependencyOf([key, requirement]: [string, string]) {
  const [, name = key, features = '', optional = ''] = /^([^[?]+)(?:\[(.*)\])?(\?)?$/.exec(key) ?? []
  const wanted = features.split(',').filter((feature) => feature !== '' && feature !== '-')
  return [
    name,
    {
      requirement,
      optional: optional === '?',
      features: wanted,
      defaultFeatures: !features.split(',').includes('-'),
    },
  ] as const
}

export type Options = Omit<Partial<ResolveRequest>, 'locked' | 'roots'> & { locked?: Record<string, string> }

export function resolveIn(
  world: World,
  roots: Record<string, string> | readonly Requirement[],
  options: Options = {},
): Promise<Resolution> {
  const { locked, ...rest } = options
  return resolve({
    roots: Array.isArray(roots)
      ? (roots as readonly Requirement[])
      : Object.entries(roots).map(([name, requirement]) => ({ name, requirement: requirement as string })),
    document: documentsOf(world),
    ...(locked ? { locked: new Map(Object.entries(locked)) } : {}),
    ...rest,
  })
}

/** Name → version of what is chosen. */
export async function solveIn(...given: Parameters<typeof resolveIn>): Promise<Record<string, string>> {
  const { packages } = await resolveIn(...given)
  return Object.fromEntries(packages.map(({ name, version }) => [name, version.version]))
}
