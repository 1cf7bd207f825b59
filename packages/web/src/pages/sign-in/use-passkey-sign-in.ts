import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { signInWithPasskey } from './passkey.ts'

/** Passkeys on the sign-in page: a button's worth, and, where the browser can, an offer where the address is typed. */
export function usePasskeySignIn(signedIn: () => Promise<void>) {
  const [offers, setOffers] = useState(0)
  const { mutate, isPending, error } = useMutation({
    mutationFn: signInWithPasskey,
    onSuccess: signedIn,
    // The window of the button took the offer’s place; once it is closed, the offer stands again.
    onError: () => setOffers((count) => count + 1),
  })
  const { mutateAsync: offer } = useMutation({ mutationFn: signInWithPasskey, onSuccess: signedIn })
  useEffect(() => {
    let isOver = false
    const begin = async () => {
      // Quiet: nobody asked for it. The button says what is wrong.
      if ((await browserSupportsWebAuthnAutofill()) && !isOver)
        await offer({ autofill: true }).catch(() => undefined)
    }
    // Not after three refusals: each offer asks the registry for a challenge.
    if (offers < 3) void begin()
    return () => {
      isOver = true
      WebAuthnAbortService.cancelCeremony()
    }
  }, [offers, offer])
  return {
    isSupported: browserSupportsWebAuthn(),
    start: () => mutate({ autofill: false }),
    isPending,
    error,
  }
}
