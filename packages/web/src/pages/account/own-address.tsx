import { useUser } from './use-user.ts'

/** Tells password managers whose password a form is about. */
export function OwnAddress() {
  const { email } = useUser()
  return (
    <input
      type="text"
      name="username"
      autoComplete="username"
      value={email}
      readOnly
      tabIndex={-1}
      aria-hidden
      className="hidden"
    />
  )
}
