import { useState, type ComponentProps } from 'react'
import { TextField } from './field.tsx'

/** A password or another secret to type; it can be shown to whoever types it. */
export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'type'>) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <TextField
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
        {...props}
        type={shown ? 'text' : 'password'}
      />
      <button
        type="button"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="link absolute -top-0.5 right-0 h-6 min-w-6 text-sm"
      >
        {shown ? 'Hide' : 'Show'}
        <span className="sr-only"> what is typed</span>
      </button>
    </div>
  )
}
