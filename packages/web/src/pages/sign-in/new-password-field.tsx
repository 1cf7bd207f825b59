import { Check } from 'lucide-react'
import { PasswordField } from '../../design/password-field.tsx'

/** Of a password, in characters. */
const least = 10

/** A password to choose, with its rule before the eyes. */
export function NewPasswordField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const isLong = value.length >= least
  return (
    <PasswordField
      label={label}
      name="new-password"
      autoComplete="new-password"
      required
      minLength={least}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={
        isLong ? (
          <span className="inline-flex items-center gap-1 text-good-ink">
            <Check aria-hidden className="size-4" />
            Long enough
          </span>
        ) : (
          `At least ${least} characters. A few words in a row are good; nothing that you use elsewhere.`
        )
      }
    />
  )
}
