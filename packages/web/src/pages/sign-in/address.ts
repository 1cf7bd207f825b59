import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { readNext, readToken, readUserCode } from '../../search-params.ts'

const useRaw = (): Record<string, unknown> => useSearch({ strict: false })

/** The page that was asked for before signing in. */
export const useNext = (): string | undefined => readNext(useRaw()).next
/** The code of a device, from the link that it shows. */
export const useUserCode = (): string | undefined => readUserCode(useRaw()).code

type Path = '/confirm' | '/reset' | '/invitations'

/** Tokens that mails carried here. They live as long as the page, in its memory alone. */
const taken = new Map<Path, string>()

/**
 * The token of the link that led here. It is taken out of the address at once, where it would stay in the history and be
 * copied with the address; `undefined` also after the page was loaded anew without it.
 */
export function useAddressToken(path: Path): string | undefined {
  const { token } = readToken(useRaw())
  const navigate = useNavigate()
  useEffect(() => {
    if (token === undefined) return
    taken.set(path, token)
    void navigate({ to: path, search: {}, replace: true })
  }, [token, path, navigate])
  return token ?? taken.get(path)
}

/** For a token that was used. */
export function forgetAddressToken(path: Path): void {
  taken.delete(path)
}
