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

/** The categories as the configuration file takes them. */
export function categoriesYaml(ecosystem: {
  id: string
  name: string
  categories: readonly { id: string; title: string; description: string }[]
}): string {
  const lines = ecosystem.categories.map(
    ({ id, title, description }) =>
      `    - id: ${scalar(id)}\n      title: ${scalar(title)}${description === '' ? '' : `\n      description: ${scalar(description)}`}`,
  )
  const first = ecosystem.categories[0]?.id ?? 'general'
  return `ecosystem:\n  id: ${scalar(ecosystem.id)}\n  name: ${scalar(ecosystem.name)}\n  defaultCategory: ${scalar(first)}\n  categories:\n${lines.join('\n')}`
}
