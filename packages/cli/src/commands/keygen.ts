import { createKey, keyFile, publicKeyFile, registerKey, type PublisherKeyPair } from '@waybill/client'
import { isWaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, signedInIfAny } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Make an Ed25519 key to sign with, in the keys folder of your home, readable by you alone. Where you are signed in, it is registered to your publisher too. The private half never leaves this machine: keep a copy of it in a safe place.',
    )
    .option('--name <name>', 'name of the key', 'default')
    .option('--no-register', 'do not register it')
    .action(run)
  examples(
    command,
    ['waybill keygen', 'make your key, and register it where you are signed in'],
    ['waybill keygen --name work', 'make another; use it with --key work'],
  )
}

async function run(flags: { name: string; register?: false }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const file = keyFile((await homeOf(context)).path, flags.name)
  const key = await createKey(file)
  const registered = flags.register === false ? undefined : await register(context, key)
  const value = {
    name: flags.name,
    keyId: key.keyId,
    file,
    publicKey: publicKeyFile(file),
    registered: registered ?? null,
  }
  out.result(value, () => [
    `Made the key ${out.bold(flags.name)}: ${key.keyId}`,
    `  private half  ${file}`,
    `  public half   ${value.publicKey}`,
    registered
      ? `Registered to ${registered.publisher} at ${registered.registry}.`
      : 'Not registered yet: “waybill login”, then “waybill key register”.',
  ])
}

/** The key is made, whatever a registry says of it: that it could not be registered is told, and can be mended later. */
async function register(context: Context, key: PublisherKeyPair) {
  try {
    const access = await signedInIfAny(context)
    if (!access) return undefined
    const { publisher } = await registerKey(access, key)
    return { registry: access.url, publisher }
  } catch (error) {
    if (!isWaybillError(error)) throw error
    context.out.warn(`the key was not registered: ${error.message}`)
    return undefined
  }
}
