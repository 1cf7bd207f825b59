import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import { api, settled } from '../../api/client.ts'
import { Problem } from '../../api/problem.ts'

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']
type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON']

/**
 * Signs in with a passkey. With `autofill` it waits, without a window, until one is chosen where the address is typed.
 * Throws a `Problem`; `passkey.unused` when nothing was chosen.
 */
export async function signInWithPasskey({ autofill }: { autofill: boolean }): Promise<void> {
  const optionsJSON = (await settled(api.GET('/api/v1/account/session/passkey'))) as unknown as RequestOptions
  const response = await told(() => startAuthentication({ optionsJSON, useBrowserAutofill: autofill }))
  await settled(api.POST('/api/v1/account/session/passkey', { body: { response: { ...response } } }))
}

/** Makes a passkey for the account that is signed in. Throws a `Problem`. */
export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = (await settled(
    api.GET('/api/v1/account/passkeys/options'),
  )) as unknown as CreationOptions
  const response = await told(() => startRegistration({ optionsJSON }))
  await settled(
    api.POST('/api/v1/account/passkeys', { body: { response: { ...response }, ...(name ? { name } : {}) } }),
  )
}

async function told<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (cause) {
    const problem = passkeyProblem(cause instanceof Error ? cause.name : '')
    problem.cause = cause
    throw problem
  }
}

/** What a browser's refusal means to the one who sits before it, by the names of WebAuthn Level 3 §5.1. */
function passkeyProblem(name: string): Problem {
  const of = (code: string, message: string, hint: string) => new Problem({ status: 0, code, message, hint })
  if (name === 'InvalidStateError')
    return of(
      'passkey.exists',
      'This device has a passkey of this account already.',
      'Use it to sign in, or add one on another device.',
    )
  if (name === 'SecurityError')
    return of(
      'passkey.other_address',
      'Passkeys work at the registry’s own address alone.',
      'Open the registry by its name and over HTTPS, then try again.',
    )
  if (name === 'NotSupportedError')
    return of(
      'passkey.unsupported',
      'This device cannot keep a passkey.',
      'Try another device or a security key.',
    )
  return of('passkey.unused', 'No passkey was used.', 'Try again, or choose another way to sign in.')
}
