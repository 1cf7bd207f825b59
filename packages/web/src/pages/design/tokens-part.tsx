import { Part } from './part.tsx'

const surfaces = [
  'page',
  'surface',
  'sunken',
  'hover',
  'accent-soft',
  'good-soft',
  'warn-soft',
  'bad-soft',
] as const
const backgrounds: Readonly<Record<(typeof surfaces)[number], string>> = {
  page: 'bg-page text-ink',
  surface: 'bg-surface text-ink',
  sunken: 'bg-sunken text-ink',
  hover: 'bg-hover text-ink',
  'accent-soft': 'bg-accent-soft text-accent-ink',
  'good-soft': 'bg-good-soft text-good-ink',
  'warn-soft': 'bg-warn-soft text-warn-ink',
  'bad-soft': 'bg-bad-soft text-bad-ink',
}
const sizes = ['text-3xl', 'text-2xl', 'text-xl', 'text-lg', 'text-base', 'text-sm', 'text-xs'] as const

/** Colours, sizes of text and corners, as tokens.css has them. */
export function TokensPart() {
  return (
    <Part title="Tokens">
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {surfaces.map((name) => (
          <li
            key={name}
            className={`rounded-md border border-line p-4 text-sm font-medium ${backgrounds[name]}`}
          >
            {name}
          </li>
        ))}
      </ul>
      <ul className="flex flex-col gap-1">
        {sizes.map((size) => (
          <li key={size} className={`${size} truncate`}>
            Find, trust, install <span className="font-mono text-xs text-muted">{size}</span>
          </li>
        ))}
      </ul>
      <p className="font-mono text-sm">tidy-links@1.2.0 · sha256:3f9a…c1</p>
    </Part>
  )
}
