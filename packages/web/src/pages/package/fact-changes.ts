import { bytes } from '../../design/format.ts'
import type { VersionView } from './package-data.ts'

/** One fact of which two versions say different things. */
export interface FactChange {
  readonly kind: 'Licence' | 'Size' | 'Permission' | 'Dependency' | 'Engine' | 'Platform' | 'Setting'
  /** Which permission, dependency …; empty where there is one only. */
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
}

type Words = Readonly<Record<string, string>>

/** What a user of one version gets into with another: the gravest kinds first. */
export function factChanges(from: VersionView, to: VersionView): FactChange[] {
  return [
    ...changes('Permission', permissions(from), permissions(to)),
    ...changes('Dependency', dependencies(from), dependencies(to)),
    ...changes('Engine', from.engines, to.engines),
    ...changes('Platform', platforms(from), platforms(to)),
    ...changes('Setting', settings(from), settings(to)),
    ...changes('Licence', one(from.license), one(to.license)),
    ...changes('Size', one(packedSize(from)), one(packedSize(to))),
  ]
}

function changes(kind: FactChange['kind'], before: Words, after: Words): FactChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const of = (words: Words, name: string) => (Object.hasOwn(words, name) ? words[name] : undefined)
  return names
    .map((name) => ({ kind, name, before: of(before, name), after: of(after, name) }))
    .filter((change) => change.before !== change.after)
}

const one = (value: string | undefined): Words => (value === undefined ? {} : { '': value })

function words<T>(all: Readonly<Record<string, T>>, say: (value: T) => string | undefined): Words {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => {
      const said = say(value)
      return said === undefined ? [] : [[name, said]]
    }),
  )
}

const permissions = (version: VersionView): Words =>
  words(version.permissions, (written) =>
    written === false || (Array.isArray(written) && written.length === 0)
      ? undefined
      : written === true
        ? 'everything'
        : [written].flat().toSorted().join(', '),
  )

const dependencies = (version: VersionView): Words =>
  words(version.dependencies, ({ requirement, optional, features }) =>
    [requirement, optional && '(optional)', features.length > 0 && `with ${features.toSorted().join(', ')}`]
      .filter(Boolean)
      .join(' '),
  )

const platforms = (version: VersionView): Words =>
  Object.fromEntries([
    ...Object.keys(version.platforms).map((name) => [name, 'supported'] as const),
    ...version.artifacts
      .filter(({ platform }) => platform !== 'any')
      .map(({ platform }) => [platform, 'supported'] as const),
  ])

const settings = (version: VersionView): Words =>
  words(version.configuration, ({ type, required, secret }) =>
    [type, required && 'needed', secret && 'secret'].filter(Boolean).join(', '),
  )

function packedSize({ artifacts }: VersionView): string | undefined {
  const sizes = artifacts.map(({ size }) => size)
  return sizes.length === 0 ? undefined : bytes(Math.max(...sizes))
}
