/** A value as one line of YAML; JSON is YAML, but words are easier to read bare. */
function scalar(value: unknown): string {
  if (value === null || value === undefined) return '…'
  if (typeof value === 'string')
    return /^[a-z][a-z0-9 ._/@-]*$/i.test(value) &&
      !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value) &&
      value === value.trim()
      ? value
      : JSON.stringify(value)
  if (Array.isArray(value))
    return value.every((each) => typeof each !== 'object') ? `[${value.map(scalar).join(', ')}]` : '[…]'
  return JSON.stringify(value)
}

/** Where in the configuration file a setting stands: `mail.from` → `mail:` above `from: …`. */
export function yamlFor(key: string, value: unknown): string {
  const parts = key.split('.')
  return parts
    .map(
      (part, depth) =>
        `${'  '.repeat(depth)}${part}:${depth === parts.length - 1 ? ` ${scalar(value)}` : ''}`,
    )
    .join('\n')
}

/**
 * The whole ecosystem as the configuration file takes it: what the file leaves out is the default again, so nothing may be
 * missing. `defaultCategory` is “…” where it is not known.
 */
export function ecosystemYaml(
  { id, name, tagline, words, colours, categories }: Ecosystem,
  defaultCategory: string | undefined,
): string {
  const lines = categories.map(
    (category) =>
      `    - id: ${scalar(category.id)}\n      title: ${scalar(category.title)}${category.description === '' ? '' : `\n      description: ${scalar(category.description)}`}`,
  )
  return `ecosystem:
  id: ${scalar(id)}
  name: ${scalar(name)}
  tagline: ${scalar(tagline)}
  words: { package: ${JSON.stringify(words.package)}, packages: ${JSON.stringify(words.packages)} }
  accent: ${scalar(colours.accent)}
  defaultCategory: ${scalar(defaultCategory)}
  categories:
${lines.join('\n')}`
}

interface Ecosystem {
  id: string
  name: string
  tagline: string
  words: { package: string; packages: string }
  colours: { accent: string }
  categories: readonly { id: string; title: string; description: string }[]
}
