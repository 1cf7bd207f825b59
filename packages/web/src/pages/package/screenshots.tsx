import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'

interface Image {
  readonly path: string
  readonly width: number
  readonly height: number
}

/** The pictures of a package in a strip; each opens in a viewer, where arrow keys go on. */
export function Screenshots({ title, images }: { title: string; images: readonly Image[] }) {
  const [open, setOpen] = useState<number>()
  const says = (place: number) => `Screenshot ${place + 1} of ${images.length} of ${title}`
  return (
    <section aria-label="Screenshots">
      <ul className="flex snap-x gap-3 overflow-x-auto p-0.5 pb-2">
        {images.map((image, place) => (
          <li key={image.path} className="shrink-0 snap-start">
            <button
              type="button"
              onClick={() => setOpen(place)}
              className="card block overflow-hidden transition-colors hover:border-accent"
            >
              <img
                src={`/${image.path}`}
                alt={says(place)}
                width={image.width}
                height={image.height}
                loading="lazy"
                decoding="async"
                className="h-40 w-auto max-w-[75vw] bg-sunken object-cover sm:h-48"
              />
            </button>
          </li>
        ))}
      </ul>
      <Dialog
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={`Screenshot ${(open ?? 0) + 1} of ${images.length}`}
        wide
      >
        {open !== undefined && <Viewer images={images} place={open} onPlace={setOpen} says={says} />}
      </Dialog>
    </section>
  )
}

function Viewer({
  images,
  place,
  onPlace,
  says,
}: {
  images: readonly Image[]
  place: number
  onPlace: (place: number) => void
  says: (place: number) => string
}) {
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: images.length - 1 }[key]
      if (to !== undefined && to >= 0 && to < images.length) onPlace(to)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [place, images.length, onPlace])
  const image = images[place]
  if (!image) return null
  return (
    <div className="flex flex-col gap-3">
      <img
        key={image.path}
        src={`/${image.path}`}
        alt={says(place)}
        width={image.width}
        height={image.height}
        className="mx-auto h-auto max-h-[70dvh] w-auto max-w-full rounded-md bg-sunken object-contain"
      />
      {images.length > 1 && (
        <div className="flex items-center justify-between gap-3">
          <Button
            size="small"
            aria-disabled={place === 0}
            onClick={() => {
              if (place > 0) onPlace(place - 1)
            }}
          >
            <ChevronLeft aria-hidden className="size-4" />
            Previous
          </Button>
          <p aria-live="polite" className="tabular text-sm text-muted">
            {place + 1} of {images.length}
          </p>
          <Button
            size="small"
            aria-disabled={place === images.length - 1}
            onClick={() => {
              if (place < images.length - 1) onPlace(place + 1)
            }}
          >
            Next
            <ChevronRight aria-hidden className="size-4" />
          </Button>
        </div>
      )}
    </div>
  )
}
