let data: Map<string, unknown> | undefined

/**
 * What the registry put into the page for the address `url` (path and query), once: whoever asks again gets it from the
 * registry, so that nothing stale stays.
 */
export function takePageData(url: string): unknown {
  data ??= read()
  const value = data.get(url)
  data.delete(url)
  return value
}

function read(): Map<string, unknown> {
  const text = document.getElementById('page-data')?.textContent ?? ''
  try {
    return new Map(Object.entries(JSON.parse(text || '{}') as Record<string, unknown>))
  } catch {
    return new Map()
  }
}
