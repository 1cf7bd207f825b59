import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Kbd } from '../design/text.tsx'
import { useEcosystem } from '../ecosystem.ts'

/** The search that stands on every page; “/” goes there. */
export function SearchBox() {
  const q = useRouterState({ select: ({ location }) => (location.search as { q?: string }).q ?? '' })
  return <SearchForm key={q} initial={q} />
}

function SearchForm({ initial }: { initial: string }) {
  const { words } = useEcosystem()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(initial)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target.closest('input, textarea, select'))
        return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <form
      role="search"
      className="relative min-w-0 flex-1 md:max-w-md"
      onSubmit={(event) => {
        event.preventDefault()
        void navigate({ to: '/search', search: text.trim() === '' ? {} : { q: text.trim() } })
      }}
    >
      <Search aria-hidden className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted" />
      <input
        ref={input}
        type="search"
        name="q"
        aria-label={`Search ${words.packages}`}
        placeholder={`Search ${words.packages}`}
        autoComplete="off"
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-9 w-full rounded-md border border-line-strong bg-page pr-9 pl-9 text-sm text-ink [&::-webkit-search-cancel-button]:hidden"
      />
      <span aria-hidden className="absolute top-1.5 right-2.5 hidden sm:block">
        <Kbd>/</Kbd>
      </span>
    </form>
  )
}
