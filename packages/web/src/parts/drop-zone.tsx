import { Upload } from 'lucide-react'
import { useId, useRef, useState, type ReactNode } from 'react'
import { Button } from '../design/button.tsx'
import { classes } from '../design/classes.ts'

/** A place to drop files on, which is also a button to choose them. */
export function DropZone({
  label,
  hint,
  accept,
  multiple = false,
  small = false,
  action = 'Choose a file',
  onFiles,
}: {
  label: string
  hint?: ReactNode
  accept: string
  multiple?: boolean
  small?: boolean
  action?: string
  onFiles: (files: File[]) => void
}) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])]
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
  }
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
      className={classes(
        'flex flex-col items-center gap-2 rounded-lg border-2 border-dashed px-4 text-center transition-colors',
        small ? 'py-5' : 'py-10',
        over ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
      )}
    >
      {!small && (
        <span className="rounded-full bg-accent-soft p-3 text-accent-ink">
          <Upload aria-hidden className="size-6" />
        </span>
      )}
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="max-w-prose text-sm text-muted">
          {hint}
        </p>
      )}
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        tabIndex={-1}
        className="sr-only"
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        onChange={(event) => {
          take(event.target.files)
          // The same file can be chosen again after it was changed.
          event.target.value = ''
        }}
      />
      <Button size={small ? 'small' : 'normal'} onClick={() => input.current?.click()}>
        {action}
      </Button>
    </div>
  )
}
