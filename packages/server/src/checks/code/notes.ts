import type { AnyNode } from 'acorn'
import { builtinOf, importMeaning, type Access, type Permission } from './table.ts'

/** One use of a permission, and where it stands. */
export interface Use {
  readonly permission: Permission
  readonly line: number
  readonly text: string
  readonly access?: Access
  readonly variable?: string
  /** Where a connection goes, if the code says it: `https://host:port`, or `//host:port` without a scheme. */
  readonly address?: string
  /** True for a connection whose address is computed. */
  readonly isComputed?: boolean
}

export interface Unjudged {
  readonly line: number
  readonly text: string
  readonly why: string
}

export interface Findings {
  readonly uses: readonly Use[]
  /** Places where it cannot be told what the code does. */
  readonly unjudged: readonly Unjudged[]
}

/** Uses and unjudged places of one file that are kept. */
const most = 1000
const textWidth = 160

/** Gathers findings in one source text, each kind once a line. */
export function createNotes(source: string) {
  const uses = new Map<string, Use>()
  const unjudged = new Map<string, Unjudged>()

  function place(node: AnyNode): { line: number; text: string } {
    const line = node.loc?.start.line ?? 1
    // Minified code has few and long lines.
    const start = Math.max(source.lastIndexOf('\n', node.start - 1) + 1, node.start - 40)
    const end = source.indexOf('\n', node.start)
    const text = source.slice(start, Math.min(end === -1 ? source.length : end, start + textWidth))
    return { line, text: text.trim() }
  }

  function use(node: AnyNode, found: Omit<Use, 'line' | 'text'>): void {
    const at = place(node)
    const key = JSON.stringify([found, at.line])
    if (uses.size >= most && !uses.has(key)) doubt(node, 'there is more than can be looked at')
    else if (!uses.has(key)) uses.set(key, { ...found, ...at })
  }

  function doubt(node: AnyNode, why: string): void {
    const at = place(node)
    const key = `${at.line} ${why}`
    if (unjudged.size < most && !unjudged.has(key)) unjudged.set(key, { ...at, why })
  }

  /** A module that is loaded by its name. */
  function module(specifier: string, node: AnyNode): void {
    const builtin = builtinOf(specifier)
    if (builtin !== undefined) {
      const permission = importMeaning(builtin)
      if (permission) use(node, { permission })
      return
    }
    if (/^https?:/i.test(specifier)) {
      use(node, {
        permission: 'network',
        ...(URL.canParse(specifier) ? { address: new URL(specifier).origin } : {}),
      })
      use(node, { permission: 'dynamic-code' })
    } else if (/^(data|blob):/i.test(specifier)) use(node, { permission: 'dynamic-code' })
    else if (/\.node$/i.test(specifier)) use(node, { permission: 'native-code' })
    else if (/^(file:|\/|[a-z]:[\\/])/i.test(specifier))
      doubt(node, 'it loads a file from outside of the package')
    else if (
      /^\.{1,2}\/(.*\/)?[^/]*\.[^/.]+$/.test(specifier) &&
      !/\.([cm]?[jt]sx?|json|wasm)$/i.test(specifier)
    )
      doubt(node, 'it loads a file as code whose ending is not one of code')
  }

  return {
    use,
    unjudged: doubt,
    module,
    findings: (): Findings => ({ uses: [...uses.values()], unjudged: [...unjudged.values()] }),
  }
}
