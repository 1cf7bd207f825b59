import { parse as parseToml, TomlError } from 'smol-toml'
import type { z } from 'zod'
import { WaybillError } from '../errors.ts'
import type { ConfigEntry, Dependency, PlatformEntry } from './facts.ts'
import { fromNpmPackage } from './npm.ts'
import { writtenManifest } from './schema.ts'
import { unkeepableText } from './text.ts'

/** A manifest once parsed: every value checked, defaults filled in, dependencies in one form. */
export interface Manifest {
  name: string
  version: string
  description: string
  license?: string
  /** Absent when the manifest names none; the registry's profile has a default. */
  category?: string
  keywords: string[]
  authors: string[]
  homepage?: string
  repository?: string
  /** Paths inside the package. */
  readme?: string
  icon?: string
  main?: string
  /** The one platform that this artifact is for; absent for any. */
  platform?: string
  engines: Record<string, string>
  dependencies: Record<string, Dependency>
  features: Record<string, string[]>
  platforms: Record<string, PlatformEntry>
  permissions: Record<string, boolean | string | string[]>
  configuration: Record<string, ConfigEntry>
  /** How the plugin's own tests are run, in its unpacked folder. */
  test?: { command: string[]; timeoutMs: number }
}

/** Manifest files in the order of preference. */
export const manifestFiles = ['plugin.toml', 'plugin.json', 'package.json'] as const
export type ManifestFile = (typeof manifestFiles)[number]

/** Most bytes a manifest may have: 256 KiB. */
export const manifestLimit = 256 * 1024

/**
 * Parses a manifest file's bytes. Throws `manifest.invalid` naming file and field; a syntax error names line and
 * column where the format's parser knows them.
 */
export function parseManifest(file: ManifestFile, bytes: Uint8Array): Manifest {
  if (bytes.length > manifestLimit) {
    throw new WaybillError(
      'manifest.invalid',
      `${file} has ${bytes.length} bytes; a manifest may have ${manifestLimit}.`,
      {
        hint: 'Move long texts to the README.',
        details: { file, limit: manifestLimit, value: bytes.length },
      },
    )
  }
  const raw = parseText(file, bytes)
  const written = file === 'package.json' ? fromNpmPackage(raw) : raw
  const field = unkeepableText(written)?.join('.')
  if (field !== undefined) {
    const message = 'has a zero character or half of a surrogate pair'
    throw new WaybillError('manifest.invalid', `${file}: “${field}” ${message}.`, {
      hint: 'Remove the escape that stands for it.',
      details: { file, issues: [{ field, message }] },
    })
  }
  const result = writtenManifest.safeParse(written)
  if (!result.success) throw invalidField(file, result.error)
  return fromWritten(result.data)
}

function parseText(file: ManifestFile, bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return file === 'plugin.toml' ? parseToml(text) : JSON.parse(text)
  } catch (cause) {
    const where = cause instanceof TomlError ? ` at line ${cause.line}, column ${cause.column}` : ''
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : ''
    throw new WaybillError(
      'manifest.invalid',
      `${file} is not valid ${file.endsWith('toml') ? 'TOML' : 'JSON'}${where}: ${why}`,
      {
        hint: `Mend the syntax of ${file}; “waybill init” writes a correct one.`,
        details: { file },
        cause,
      },
    )
  }
}

function invalidField(file: string, error: z.ZodError): WaybillError {
  const issues = error.issues.map((issue) => ({
    field: issue.path.join('.') || '(top)',
    message: issue.message,
  }))
  const first = issues[0] ?? { field: '(top)', message: 'is not valid' }
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return new WaybillError('manifest.invalid', `${file}: “${first.field}”: ${first.message}${more}`, {
    hint: 'docs/manifest.md describes every field.',
    details: { file, issues },
  })
}

function fromWritten(written: z.infer<typeof writtenManifest>): Manifest {
  const { package: head, config, test, ...rest } = written
  const present = Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined))
  const configuration = Object.fromEntries(
    Object.entries(config).map(([key, entry]) => [
      key,
      Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as ConfigEntry,
    ]),
  )
  return { ...(present as typeof head), ...rest, configuration, ...(test ? { test } : {}) } as Manifest
}
