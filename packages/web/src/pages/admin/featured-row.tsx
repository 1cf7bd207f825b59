import { ArrowDown, ArrowUp, X } from 'lucide-react'
import type { Ref } from 'react'
import { Button } from '../../design/button.tsx'
import { Monogram } from '../../design/text.tsx'
import type { CardRead } from './featured-cards.tsx'

/** Buttons of a row by what they do, to bring the focus back to them. */
export type Step = 'up' | 'down'

export function FeaturedRow({
  card,
  name,
  place,
  count,
  mayChange,
  buttons,
  onMove,
  onRemove,
}: {
  card: CardRead | undefined
  name: string
  place: number
  count: number
  mayChange: boolean
  buttons: (name: string, step: Step) => Ref<HTMLButtonElement>
  onMove: (step: Step) => void
  onRemove: () => void
}) {
  return (
    <li className="flex items-center gap-3 px-5 py-2.5">
      <span className="tabular w-5 shrink-0 text-right text-sm text-muted">{place + 1}</span>
      <Monogram name={name} size="small" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{card?.title ?? name}</p>
        <p className="truncate font-mono text-xs text-muted">{name}</p>
      </div>
      {mayChange && (
        <div className="flex shrink-0 gap-1">
          <Button
            ref={buttons(name, 'up')}
            variant="quiet"
            size="small"
            square
            aria-label={`Move ${name} up`}
            disabled={place === 0}
            onClick={() => onMove('up')}
          >
            <ArrowUp aria-hidden className="size-4" />
          </Button>
          <Button
            ref={buttons(name, 'down')}
            variant="quiet"
            size="small"
            square
            aria-label={`Move ${name} down`}
            disabled={place === count - 1}
            onClick={() => onMove('down')}
          >
            <ArrowDown aria-hidden className="size-4" />
          </Button>
          <Button variant="quiet" size="small" square aria-label={`Remove ${name}`} onClick={onRemove}>
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      )}
    </li>
  )
}
