import { stripTypeScriptTypes } from 'node:module'
import { parse, type Options } from 'acorn'
import type { Findings } from './notes.ts'
import { findUses } from './uses.ts'

/** What a source file says of itself, or where it could not be parsed. */
export type Scan = Findings | { readonly unparsed: { readonly line: number; readonly why: string } }

/** How the runtime may read a file; `either` by what is in it. */
export type SourceKind = 'module' | 'script' | 'either'

/**
 * Parses one JavaScript or TypeScript text and finds what it uses. A file that could be read both as a module and as a
 * script counts as both where that makes a difference, so that nothing can hide in what only one of them sees.
 */
export function scanSource(text: string, kind: SourceKind, isTypeScript: boolean): Scan {
  let source = text.replace(/^\uFEFF/, '')
  try {
    if (isTypeScript) source = stripTypeScriptTypes(source)
    const asScript = kind === 'module' ? undefined : attempt(source, 'script')
    // Comments in the manner of HTML and the word “await” are the places where the two differ.
    const isEnough = asScript && 'uses' in asScript && !/<!--|-->|\bawait\b/.test(source)
    if (asScript && (kind === 'script' || isEnough)) return asScript.uses ?? unparsed(asScript.error)
    const asModule = attempt(source, 'module')
    const found = [asScript?.uses, asModule.uses].filter((each) => each !== undefined)
    if (found.length === 0) return unparsed(asModule.error)
    return { uses: found.flatMap(({ uses }) => uses), unjudged: found.flatMap(({ unjudged }) => unjudged) }
  } catch (error) {
    return unparsed(error)
  }
}

function attempt(source: string, sourceType: 'module' | 'script') {
  const options: Options = {
    ecmaVersion: 'latest',
    sourceType,
    locations: true,
    allowHashBang: true,
    allowReturnOutsideFunction: sourceType === 'script',
    ...(sourceType === 'script' ? { allowAwaitOutsideFunction: false } : {}),
  }
  let program
  try {
    program = parse(source, options)
  } catch (error) {
    return { error }
  }
  return { uses: findUses(program, source) }
}

function unparsed(error: unknown): Scan {
  const { loc, message } = error as { loc?: { line?: number }; message?: string }
  const why = (message ?? 'unknown').split('\n')[0] ?? ''
  return { unparsed: { line: loc?.line ?? 1, why: why.replace(/ \(\d+:\d+\)$/, '') } }
}
