import { WaybillError } from './errors.ts'

const part = '[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?'
const pattern = new RegExp(`^(?:@(${part})/)?(${part})$`)

export interface PackageName {
  /** The whole name, with its scope where it has one. */
  readonly full: string
  /** Scope without the `@`. */
  readonly scope: string | undefined
  /** The part after the scope; file names are made from it. */
  readonly base: string
}

/** Parses a package name (`name` or `@scope/name`, DESIGN §5). Throws `name.invalid`. */
export function parsePackageName(text: string): PackageName {
  const match = pattern.exec(text)
  const base = match?.[2]
  if (!base) {
    const shown = text.length > 120 ? `${text.slice(0, 120)}…` : text
    throw new WaybillError('name.invalid', `“${shown}” is not a valid package name.`, {
      hint: 'Use 1 to 100 lower-case letters, digits, “.”, “_” and “-”, starting and ending with a letter or digit; “@scope/” may stand before it.',
      details: { name: shown },
    })
  }
  return { full: text, scope: match[1], base }
}

/** True for a valid package name, scoped or not. */
export function isPackageName(text: string): boolean {
  return pattern.test(text)
}

/** Names with the same look-alike key count as confusable: case folded, and `.`, `_`, `-` alike. */
export function lookAlikeKey(name: string): string {
  return name.toLowerCase().replaceAll(/[._-]+/g, '-')
}

/** True for a valid publisher name: the form of an unscoped package name. */
export function isPublisherName(text: string): boolean {
  return !text.startsWith('@') && pattern.test(text)
}
