import { X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { asProblem } from '../api/problem.ts'
import { Button } from './button.tsx'
import { TextField } from './field.tsx'
import { ProblemNote } from './states.tsx'

/**
 * A window above the page, the browser's own: it holds the focus, Escape closes it, and the page behind is out of reach.
 * It exists while `open` is true.
 */
export function Dialog({
  open,
  onClose,
  title,
  wide = false,
  children,
}: {
  open: boolean
  onClose: () => void
  title: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  return open ? (
    <OpenDialog onClose={onClose} title={title} wide={wide}>
      {children}
    </OpenDialog>
  ) : null
}

function OpenDialog({
  onClose,
  title,
  wide,
  children,
}: {
  onClose: () => void
  title: ReactNode
  wide: boolean
  children: ReactNode
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const beganOutside = useRef(false)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    if (ref.current?.open === false) ref.current.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={(event) => {
        // React passes on what a dialog above this one tells.
        if (event.target === ref.current) onClose()
      }}
      onPointerDown={(event) => {
        beganOutside.current = event.target === ref.current
      }}
      onClick={(event) => {
        // A press that began within ends here too, when what it pressed moved away under it or a text was marked.
        if (beganOutside.current && event.target === ref.current) ref.current.close()
      }}
      className={`m-auto w-[calc(100vw-2rem)] rounded-xl border border-line bg-surface p-0 text-ink shadow-over ${wide ? 'max-w-4xl' : 'max-w-lg'}`}
    >
      <div className="sticky top-0 z-10 flex items-center justify-between gap-4 border-b border-line bg-surface px-5 py-3.5">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        <Button variant="quiet" size="small" square aria-label="Close" onClick={() => ref.current?.close()}>
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      <div className="px-5 py-4">{children}</div>
    </dialog>
  )
}

/** Asks before something that cannot be taken back. With `typed`, the name has to be typed first. */
export function ConfirmDialog({
  open,
  onClose,
  title,
  children,
  action,
  typed,
  onConfirm,
}: {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** What the button says: the verb of what happens. */
  action: string
  typed?: string
  onConfirm: () => Promise<unknown>
}) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const confirm = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await onConfirm()
      setText('')
      onClose()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void confirm()
        }}
      >
        <div className="flex flex-col gap-2">{children}</div>
        {typed !== undefined && (
          <TextField
            label={
              <>
                Type <strong className="font-mono">{typed}</strong> to go on
              </>
            }
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" busy={busy} disabled={typed !== undefined && text !== typed}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
