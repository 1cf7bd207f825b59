import { createLink } from '@tanstack/react-router'
import { LoaderCircle } from 'lucide-react'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'

type Look = {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'small' | 'normal' | 'large'
  /** A picture alone: square, and named by `aria-label`. */
  square?: boolean
}

const variants = {
  primary: 'bg-accent text-white border-transparent hover:bg-accent-hover',
  secondary: 'bg-surface text-ink border-line hover:bg-hover shadow-raised',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-hover',
  danger: 'bg-bad text-white border-transparent hover:brightness-90',
}
const sizes = { small: 'h-8 text-sm', normal: 'h-10 text-base', large: 'h-12 text-lg' }
const paddings = { small: 'px-3', normal: 'px-4', large: 'px-6' }
const squares = { small: 'w-8', normal: 'w-10', large: 'w-12' }

function look({ variant = 'secondary', size = 'normal', square = false }: Look): string {
  return classes(
    'inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium no-underline transition-colors select-none disabled:opacity-55 aria-disabled:opacity-55',
    variants[variant],
    sizes[size],
    square ? squares[size] : paddings[size],
  )
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & {
    /** What it does goes on: it shows so, keeps the focus, and cannot be pressed again. */
    busy?: boolean | undefined
    ref?: Ref<HTMLButtonElement>
    children?: ReactNode
  }

export function Button({
  variant,
  size,
  square,
  busy = false,
  disabled,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      // What is disabled loses the focus, and whoever pressed it by keyboard their place.
      disabled={disabled === true && !busy}
      {...(busy && { 'aria-disabled': true, 'aria-busy': true })}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
      className={classes(
        look({ ...(variant && { variant }), ...(size && { size }), ...(square && { square }) }),
        className,
      )}
    >
      {busy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  )
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & Look & { ref?: Ref<HTMLAnchorElement> }

/** A link to another site or a file that looks like a button. */
export function AnchorButton({ variant, size, square, className, ...rest }: AnchorProps) {
  return (
    <a
      {...rest}
      className={classes(
        look({ ...(variant && { variant }), ...(size && { size }), ...(square && { square }) }),
        className,
      )}
    />
  )
}

/** A link to a page of ours that looks like a button. */
export const LinkButton = createLink(AnchorButton)
