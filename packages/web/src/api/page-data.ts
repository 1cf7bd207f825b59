let data: Map<string, unknown> | undefined

/**
 * What the registry put into the page for the address `url` (path and query), once: whoever asks again gets it from the
 * registry, so that nothing stale stays.
 */
export function takePageData(url: string): unknown {
  data ??= read()
  const key = ordered(url)
  const value = data.get(key)
  data.delete(key)
  return value
}

/** The same question with its parameters in one order. */
function ordered(url: string): string {
  const [path = '', query] = url.split('?')
  const parameters = new URLSearchParams(query)
  parameters.sort()
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`
}

function read(): Map<string, unknown> {
  const text = document.getElementById('page-data')?.textContent ?? ''
  try {
    const told = JSON.parse(text || '{}') as Record<string, unknown>
    return new Map(Object.entries(told).map(([url, body]) => [ordered(url), body]))
  } catch {
    return new Map()
  }
}
