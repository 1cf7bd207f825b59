import { useRouter } from '@tanstack/react-router'
import { sessionChanged } from '../../session.ts'
import { nextPath } from './next-path.ts'

/** What follows a sign-in: everything is read anew, and the page that was asked for is shown. */
export function useAfterSignIn(next: string | undefined): () => Promise<void> {
  const { history } = useRouter()
  return async () => {
    await sessionChanged()
    history.push(nextPath(next, location.origin))
  }
}
