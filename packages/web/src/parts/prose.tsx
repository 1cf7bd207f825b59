import { useEffect, useMemo, useRef } from 'react'
import '../design/readme.css'

/** Text that others wrote, as HTML that the registry cleaned: fields that say so, and no others. */
export function Prose({ html }: { html: string }) {
  const ref = useRef<HTMLDivElement>(null)
  const cleaned = useMemo(() => ({ __html: html }), [html])
  useEffect(() => {
    const look = () => {
      if (ref.current) makeReachable(ref.current)
    }
    look()
    addEventListener('resize', look)
    return () => removeEventListener('resize', look)
  }, [html])
  return <div ref={ref} className="prose" dangerouslySetInnerHTML={cleaned} />
}

/** What scrolls sideways can be scrolled by keyboard; the page keeps its one first heading; boxes have names. */
function makeReachable(text: HTMLElement): void {
  for (const wide of text.querySelectorAll<HTMLElement>('pre, table')) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0
    else wide.removeAttribute('tabindex')
  }
  for (const heading of text.querySelectorAll('h1')) heading.setAttribute('aria-level', '2')
  for (const box of text.querySelectorAll<HTMLInputElement>('input[type=checkbox]:not([aria-label])'))
    box.setAttribute('aria-label', box.checked ? 'Done' : 'Not done')
}
