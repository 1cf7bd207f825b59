import { useEffect, useRef, useState } from 'react'
import { classes } from '../../design/classes.ts'

export interface Heading {
  readonly id: string
  readonly text: string
  readonly level: number
}

/** The headings of a text that can be gone to. It is only read here: this document shows nothing and runs nothing. */
export function headingsOf(html: string): Heading[] {
  const text = new DOMParser().parseFromString(html, 'text/html')
  return [...text.querySelectorAll('h1, h2, h3')].flatMap((heading) => {
    const id = heading.id || (heading.querySelector('a[id]')?.id ?? '')
    const words = heading.textContent.trim()
    return id === '' || words === '' ? [] : [{ id, text: words, level: Number(heading.tagName.slice(1)) }]
  })
}

/** A table of contents that marks where the reader is. */
export function Contents({ headings }: { headings: readonly Heading[] }) {
  const here = useReached(headings)
  const own = useRef<HTMLElement>(null)
  useEffect(() => {
    // Only what holds the list is scrolled, never the page.
    const [box, item] = [
      own.current?.parentElement,
      own.current?.querySelector<HTMLElement>('[aria-current]'),
    ]
    if (!box || !item) return
    const [outer, inner] = [box.getBoundingClientRect(), item.getBoundingClientRect()]
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      box.scrollTop += inner.top - outer.top - outer.height / 2
  }, [here])
  const least = Math.min(...headings.map(({ level }) => level))
  return (
    <nav ref={own} aria-label="On this page" className="border-l border-line py-1 text-sm">
      <p className="px-4 pb-1 font-medium">On this page</p>
      <ul>
        {headings.map(({ id, text, level }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === here ? 'location' : undefined}
              className={classes(
                '-ml-px block truncate border-l-2 border-transparent py-1 pr-2 text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink',
                ['pl-4', 'pl-7', 'pl-10'][level - least] ?? 'pl-10',
              )}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The heading that was scrolled past last. */
function useReached(headings: readonly Heading[]): string | undefined {
  const [reached, setReached] = useState<string>()
  useEffect(() => {
    const places = headings.flatMap(({ id }) => document.getElementById(id) ?? [])
    let frame = 0
    const look = () => {
      frame = 0
      const past = places.filter((place) => place.getBoundingClientRect().top < 120)
      setReached((past.at(-1) ?? places[0])?.id)
    }
    const onScroll = () => {
      frame ||= requestAnimationFrame(look)
    }
    onScroll()
    addEventListener('scroll', onScroll, { passive: true })
    return () => {
      removeEventListener('scroll', onScroll)
      cancelAnimationFrame(frame)
    }
  }, [headings])
  return reached
}
