import { forgetToken, revokeToken, storedToken, whoami } from '@waybill/client'
import { isWaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, registryUrl } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Forget the token of a registry, and revoke it where it is one of your account. Without the registry it is forgotten all the same, and you are told that it still works.',
    )
    .option('--no-revoke', 'forget it only: it is used elsewhere too')
    .action(run)
  examples(command, ['waybill logout', 'forget the token of your registry, and end it'])
}

async function run(flags: { revoke?: false }, command: Command): Promise<void> {
  const context = contextOf(command)
  const home = await homeOf(context)
  const registry = await registryUrl(context, home)
  const token = await storedToken(home, registry)
  // Before it is forgotten: an interrupt in between leaves a token that can be forgotten again.
  const revoked = token !== undefined && flags.revoke !== false && (await endToken(context, registry, token))
  const forgotten = await forgetToken(home, registry)
  context.out.result({ registry, forgotten, revoked }, () => {
    if (!forgotten) return `You were not signed in to ${registry}.`
    return revoked ? `Signed out of ${registry}; the token was revoked.` : `Signed out of ${registry}.`
  })
}

/** True when the token does not work any more; says why it still does. */
async function endToken({ out, signal }: Context, url: string, token: string): Promise<boolean> {
  const patience = AbortSignal.timeout(10_000)
  const access = { url, token, signal: AbortSignal.any([signal, patience]) }
  try {
    const { user, token: own } = await whoami(access)
    if (user && own) {
      await revokeToken(access, own.id)
      return true
    }
    out.note('The token is a publisher’s and stays valid; the registry’s operator can revoke it.')
    return false
  } catch (error) {
    if (!isWaybillError(error) || signal.aborted) throw error
    if (error.code === 'auth.invalid') return true
    const why = patience.aborted ? `${url} does not answer.` : error.message
    out.warn(`the token was not revoked and works until it expires: ${why}`)
    return false
  }
}
