import { WaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import { parseVersion } from '@waybill/core/versions'

/** Reads `NAME` or `NAME@REST`, where a scope's `@` is part of the name. Throws `name.invalid`. */
export function parseSpec(text: string): { name: string; rest: string | undefined } {
  const at = text.indexOf('@', 1)
  const name = at < 0 ? text : text.slice(0, at)
  return { name: parsePackageName(name).full, rest: at < 0 ? undefined : text.slice(at + 1) }
}

/** Reads `NAME@VERSION` with an exact version. Throws `usage.invalid`, `name.invalid` or `version.invalid`. */
export function parseVersionSpec(text: string): { name: string; version: string } {
  const { name, rest } = parseSpec(text)
  if (rest) return { name, version: parseVersion(rest) }
  throw new WaybillError('usage.invalid', `“${text}” does not say which version.`, {
    hint: `Write ${name}@1.2.3; “waybill info ${name}” lists the versions.`,
  })
}
