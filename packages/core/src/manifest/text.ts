/**
 * The path of the first text, as value or key, that no store of ours can keep: one with a zero character, or with half of
 * a surrogate pair. Undefined where there is none. However deep the value is, the stack does not grow.
 */
export function unkeepableText(value: unknown): string[] | undefined {
  const waiting: { value: unknown; path: Path | undefined }[] = [{ value, path: undefined }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: each, path } = next
    if (typeof each === 'string' && !isKeepable(each)) return inOrder(path)
    if (typeof each !== 'object' || each === null || ArrayBuffer.isView(each)) continue
    const entries = Object.entries(each as Record<string, unknown>)
    for (const [key, inner] of entries.reverse()) {
      if (!isKeepable(key)) return [...inOrder(path), shown(key)]
      waiting.push({ value: inner, path: { key, before: path } })
    }
  }
  return undefined
}

interface Path {
  readonly key: string
  readonly before: Path | undefined
}

function inOrder(path: Path | undefined): string[] {
  const keys: string[] = []
  for (let step = path; step; step = step.before) keys.push(step.key)
  return keys.reverse()
}

const isKeepable = (text: string) => !text.includes('\0') && text.isWellFormed()

const shown = (key: string) => key.replaceAll('\0', '\u2400').toWellFormed()
