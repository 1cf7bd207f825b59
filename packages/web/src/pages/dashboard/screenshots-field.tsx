import { ArrowLeft, ArrowRight, ImageIcon, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { classes } from '../../design/classes.ts'
import { Progress } from '../../design/layout.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { DropZone } from '../../parts/drop-zone.tsx'
import { sendForm } from '../../parts/upload.ts'
import type { Shot } from './listing.ts'

const mostShots = 10
/** What the checks take; what is outside can be uploaded, and then fails. */
const leastWidth = 320
const mostWidth = 4096

interface Pending {
  key: number
  file: File
  share: number
  problem?: unknown
}

let keys = 0

/** Images of a listing: sent at once, then put into order. */
export function ScreenshotsField({
  publisher,
  shots,
  onChange,
}: {
  publisher: string
  shots: Shot[]
  onChange: (shots: Shot[]) => void
}) {
  const [pending, setPending] = useState<Pending[]>([])
  const [says, setSays] = useState('')
  const [dragged, setDragged] = useState<number>()
  const previews = usePreviews()
  // Several images arrive at once: each is added to what is there when it does.
  const latest = useRef({ shots, onChange })
  useEffect(() => {
    latest.current = { shots, onChange }
  })
  const room = mostShots - shots.length - pending.length

  const update = (key: number, change: Partial<Pending>) =>
    setPending((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)))
  const send = async ({ key, file }: Pending) => {
    update(key, { share: 0, problem: undefined })
    const form = new FormData()
    form.set('image', file)
    try {
      const url = `/api/v1/screenshots?publisher=${encodeURIComponent(publisher)}`
      const shot = await sendForm<Shot>(url, form, { onProgress: (share) => update(key, { share }) })
      previews.add(shot.id, file)
      setPending((all) => all.filter((each) => each.key !== key))
      const now = latest.current
      const next = [...now.shots, shot]
      latest.current = { ...now, shots: next }
      now.onChange(next)
      setSays(`${file.name} was added`)
    } catch (error) {
      update(key, { problem: error })
    }
  }
  const take = (files: File[]) => {
    const added = files.slice(0, Math.max(0, room)).map((file) => ({ key: ++keys, file, share: 0 }))
    setPending((all) => [...all, ...added])
    for (const each of added) void send(each)
    if (files.length > added.length) setSays(`Only ${mostShots} images can be shown; the rest was left out.`)
  }
  const move = (from: number, to: number) => {
    const next = [...shots]
    const [shot] = next.splice(from, 1)
    if (!shot || to < 0 || to > next.length) return
    next.splice(to, 0, shot)
    onChange(next)
    setSays(`Moved to place ${to + 1} of ${next.length}`)
  }
  return (
    <div className="flex flex-col gap-4">
      {shots.length > 0 && (
        <ol className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          {shots.map((shot, place) => (
            <li
              key={shot.id}
              draggable
              onDragStart={() => setDragged(place)}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => dragged !== undefined && event.preventDefault()}
              onDrop={(event) => {
                if (dragged === undefined) return
                event.preventDefault()
                move(dragged, place)
                setDragged(undefined)
              }}
              className={classes('card overflow-hidden', dragged === place && 'opacity-50')}
            >
              <Preview url={previews.of(shot.id)} shot={shot} place={place} />
              {(shot.width < leastWidth || shot.width > mostWidth) && (
                <p className="px-2 pt-1 text-sm text-bad-ink">
                  {shot.width} pixels wide: the checks take {leastWidth} to {mostWidth}.
                </p>
              )}
              <div className="flex items-center justify-between p-1">
                <span className="flex">
                  <Button
                    variant="quiet"
                    size="small"
                    square
                    disabled={place === 0}
                    aria-label={`Move screenshot ${place + 1} forward`}
                    onClick={() => move(place, place - 1)}
                  >
                    <ArrowLeft aria-hidden className="size-4" />
                  </Button>
                  <Button
                    variant="quiet"
                    size="small"
                    square
                    disabled={place === shots.length - 1}
                    aria-label={`Move screenshot ${place + 1} back`}
                    onClick={() => move(place, place + 1)}
                  >
                    <ArrowRight aria-hidden className="size-4" />
                  </Button>
                </span>
                <Button
                  variant="quiet"
                  size="small"
                  square
                  aria-label={`Remove screenshot ${place + 1}`}
                  onClick={() => onChange(shots.filter(({ id }) => id !== shot.id))}
                >
                  <X aria-hidden className="size-4" />
                </Button>
              </div>
            </li>
          ))}
        </ol>
      )}
      {pending.map((each) =>
        each.problem === undefined ? (
          <Progress key={each.key} label={`Uploading ${each.file.name}`} value={each.share} />
        ) : (
          <div key={each.key} className="flex flex-col gap-1">
            <p className="text-sm font-medium break-all">{each.file.name}</p>
            <ProblemNote problem={asProblem(each.problem)} retry={() => void send(each)} />
            <Button
              size="small"
              variant="quiet"
              className="self-end"
              onClick={() => setPending((all) => all.filter(({ key }) => key !== each.key))}
            >
              Leave it out
            </Button>
          </div>
        ),
      )}
      {room > 0 && (
        <DropZone
          label="Drop images here"
          hint="PNG, JPEG or WebP, 320 to 4096 pixels wide, up to 10. The first one is shown first."
          accept="image/png,image/jpeg,image/webp"
          multiple
          small
          action="Choose images"
          onFiles={take}
        />
      )}
      <p role="status" className="sr-only">
        {says}
      </p>
    </div>
  )
}

function Preview({ url, shot, place }: { url: string | undefined; shot: Shot; place: number }) {
  if (url !== undefined)
    return (
      <img
        src={url}
        alt={`Screenshot ${place + 1}`}
        className="aspect-video w-full bg-sunken object-contain"
      />
    )
  return (
    <span className="flex aspect-video w-full flex-col items-center justify-center gap-1 bg-sunken text-sm text-muted">
      <ImageIcon aria-hidden className="size-5" />
      {shot.width} × {shot.height}
    </span>
  )
}

/** Pictures of what was chosen here; after a reload there are none, as the registry shows no image before it is published. */
function usePreviews() {
  const [urls, setUrls] = useState<ReadonlyMap<string, string>>(new Map())
  const all = useRef<string[]>([])
  useEffect(
    () => () => {
      for (const url of all.current) URL.revokeObjectURL(url)
    },
    [],
  )
  return {
    of: (id: string) => urls.get(id),
    add: (id: string, file: File) => {
      const url = URL.createObjectURL(file)
      all.current.push(url)
      setUrls((before) => new Map([...before, [id, url]]))
    },
  }
}
