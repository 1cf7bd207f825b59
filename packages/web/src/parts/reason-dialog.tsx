import { useState, type ReactNode } from 'react'
import { asProblem } from '../api/problem.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { TextArea, TextField } from '../design/field.tsx'
import { ProblemNote } from '../design/states.tsx'
import { useDraft } from './use-draft.ts'

export interface ReasonDialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** What the button says: the verb of what happens. */
  action: string
  /** What the reason is for. */
  label: string
  hint?: string
  /** Under this name the text is kept until it has arrived. */
  draft: string
  most?: number
  optional?: boolean
  danger?: boolean
  /** Has to be typed first, for what cannot be taken back. */
  typed?: string
  onConfirm: (reason: string) => Promise<unknown>
}

/** Asks for a reason before something is done; the text is still there when that fails. */
export function ReasonDialog({ open, onClose, title, ...rest }: ReasonDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <ReasonForm onClose={onClose} {...rest} />
    </Dialog>
  )
}

function ReasonForm({
  onClose,
  children,
  action,
  label,
  hint,
  draft,
  most = 5000,
  optional = false,
  danger = false,
  typed,
  onConfirm,
}: Omit<ReasonDialogProps, 'open' | 'title'>) {
  const [reason, setReason, forget] = useDraft(draft)
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const confirm = async () => {
    const isMissing = !optional && reason.trim() === ''
    setMissing(isMissing)
    if (isMissing) return
    setBusy(true)
    setProblem(undefined)
    try {
      await onConfirm(reason.trim())
      forget()
      onClose()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <div className="flex flex-col gap-2">{children}</div>
      <TextArea
        label={label}
        {...(hint === undefined ? {} : { hint })}
        error={missing && reason.trim() === '' ? 'Say why first.' : undefined}
        maxLength={most}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {typed !== undefined && (
        <TextField
          label={
            <>
              Type <strong className="font-mono">{typed}</strong> to go on
            </>
          }
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant={danger ? 'danger' : 'primary'}
          busy={busy}
          disabled={typed !== undefined && name !== typed}
        >
          {action}
        </Button>
      </div>
    </form>
  )
}
