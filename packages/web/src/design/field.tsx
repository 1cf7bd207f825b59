import { ChevronDown } from 'lucide-react'
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react'
import { classes } from './classes.ts'

interface FieldProps {
  label: ReactNode
  /** The label is for screen readers alone. */
  bare?: boolean
  hint?: ReactNode
  /** Why what was entered is not taken. */
  error?: ReactNode
}

const control =
  'w-full rounded-md border border-line-strong bg-surface px-3 text-ink transition-colors hover:border-ink disabled:opacity-55 aria-invalid:border-bad'

function Field({ label, bare, hint, error, id, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className={bare ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} role="alert" className={error ? 'text-sm text-bad-ink' : 'hidden'}>
        {error}
      </p>
    </div>
  )
}

function describe(id: string, { hint, error }: FieldProps) {
  const by = [hint !== undefined && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return { ...(by && { 'aria-describedby': by }), ...(error ? { 'aria-invalid': true as const } : {}) }
}

/** A labelled input of one line. */
export function TextField({
  label,
  bare = false,
  hint,
  error,
  className,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  const own = useId()
  const id = rest.id ?? own
  const field = { label, bare, hint, error }
  return (
    <Field {...field} id={id}>
      <input {...rest} {...describe(id, field)} id={id} className={classes(control, 'h-10', className)} />
    </Field>
  )
}

/** A labelled input of several lines. */
export function TextArea({
  label,
  bare = false,
  hint,
  error,
  className,
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  const own = useId()
  const id = rest.id ?? own
  const field = { label, bare, hint, error }
  return (
    <Field {...field} id={id}>
      <textarea
        rows={4}
        {...rest}
        {...describe(id, field)}
        id={id}
        className={classes(control, 'py-2', className)}
      />
    </Field>
  )
}

/** A labelled choice of one among several: the browser's own, which every keyboard and phone knows. */
export function Select({
  label,
  bare = false,
  hint,
  error,
  className,
  options,
  ...rest
}: FieldProps &
  SelectHTMLAttributes<HTMLSelectElement> & { options: readonly { value: string; label: string }[] }) {
  const own = useId()
  const id = rest.id ?? own
  const field = { label, bare, hint, error }
  return (
    <Field {...field} id={id}>
      <span className="relative block">
        <select
          {...rest}
          {...describe(id, field)}
          id={id}
          className={classes(control, 'h-10 appearance-none truncate pr-9', className)}
        >
          {options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-3 right-3 size-4 text-muted" />
      </span>
    </Field>
  )
}

/** A box to tick, with its label beside it. */
export function Checkbox({
  label,
  hint,
  ...rest
}: { label: ReactNode; hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input
        {...rest}
        type="checkbox"
        id={id}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        className="mt-1 size-4 shrink-0 accent-(--accent)"
      />
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

/** One of several, all of them in view. */
export function Radios({
  legend,
  name,
  options,
  value,
  onChange,
}: {
  legend: ReactNode
  name: string
  options: readonly { value: string; label: ReactNode; hint?: ReactNode }[]
  value: string
  onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {options.map((option, place) => (
        <label
          key={option.value}
          htmlFor={`${id}-${place}`}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line bg-surface p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            id={`${id}-${place}`}
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            className="mt-1 size-4 shrink-0 accent-(--accent)"
          />
          <span className="min-w-0">
            <span className="font-medium">{option.label}</span>
            {option.hint !== undefined && <span className="block text-sm text-muted">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
