import ignore from 'ignore'

/** Says of a file's path whether a `package.json` has it packed. */
export type Picker = (path: string) => boolean

const always = /^(?:package\.json|(?:readme|licen[cs]e|copying)(?:\.[^/]*)?)$/i

/**
 * npm's rule for what is in a package: with a `files` list, what its patterns match from the package's folder on (a
 * folder with all that is in it; later patterns win; `!` takes away), and always `package.json`, README, LICENSE, `main`
 * and `bin`. Without a list, everything.
 */
export function npmPicker(packageJson: unknown): Picker {
  const npm = packageJson as { files?: unknown; main?: unknown; bin?: unknown }
  if (!Array.isArray(npm.files)) return () => true
  const patterns = npm.files.filter((entry) => typeof entry === 'string').map(parsePattern)
  const needed = new Set(pathsOf(npm.main, npm.bin))
  return (path) => {
    if (always.test(path) || needed.has(path)) return true
    return patterns.findLast((pattern) => pattern.matches(path))?.picks ?? false
  }
}

/** True for a file that npm packs even where an ignore file leaves it out. */
export function isAlwaysPicked(path: string): boolean {
  return always.test(path)
}

function parsePattern(text: string): { picks: boolean; matches: Picker } {
  const [, marks = '', pattern = ''] = /^(!*)(?:\.?\/)*(.*)$/s.exec(text) ?? []
  const all = pattern === '' || pattern === '.'
  const rules = ignore().add(all ? '*' : `/${pattern}`)
  return { picks: marks.length % 2 === 0, matches: (path) => rules.ignores(path) }
}

function pathsOf(main: unknown, bin: unknown): string[] {
  const bins = typeof bin === 'object' && bin !== null ? Object.values(bin as Record<string, unknown>) : [bin]
  return [main, ...bins]
    .filter((path) => typeof path === 'string')
    .map((path) => path.replace(/^(?:\.?\/)+/, ''))
}
