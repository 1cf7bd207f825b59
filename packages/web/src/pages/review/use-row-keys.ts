import { useEffect, useRef } from 'react'

/** j and k move the focus between the links of a list, wherever it is outside of fields. */
export function useRowKeys() {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target as HTMLElement
      if (target.closest('input, textarea, select, dialog, [role=menu], [contenteditable=true]')) return
      const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
      if (links.length === 0) return
      const at = links.indexOf(document.activeElement as HTMLElement)
      const next = event.key === 'j' ? at + 1 : at < 0 ? 0 : at - 1
      event.preventDefault()
      links[Math.min(Math.max(next, 0), links.length - 1)]?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return list
}
