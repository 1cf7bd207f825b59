import { useCallback, useState } from 'react'

/** Storage may be forbidden or full: a draft is then kept by the page alone. */
function read(storage: () => Storage, key: string): unknown {
  try {
    const text = storage().getItem(key)
    return text === null ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}
function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(key)
    else storage().setItem(key, JSON.stringify(value))
  } catch {
    // Nothing is lost while the page stays.
  }
}

const tab = () => sessionStorage
const device = () => localStorage

/**
 * A text that somebody writes: it survives a failed request, going away and a reload in this tab. `clear` forgets it when
 * it has arrived.
 */
export function useDraft(key: string): [text: string, change: (text: string) => void, clear: () => void] {
  const place = `draft:${key}`
  const [kept, setKept] = useState({ place, text: textAt(place) })
  const text = kept.place === place ? kept.text : textAt(place)
  const change = useCallback(
    (next: string) => {
      setKept({ place, text: next })
      write(tab, place, next === '' ? undefined : next)
    },
    [place],
  )
  const clear = useCallback(() => change(''), [change])
  return [text, change, clear]
}

function textAt(place: string): string {
  const kept = read(tab, place)
  return typeof kept === 'string' ? kept : ''
}

/** What this device keeps under a key, for longer than a tab; `undefined` forgets it. */
export const keep = (key: string, value: unknown): void => write(device, key, value)
export const kept = (key: string): unknown => read(device, key)
