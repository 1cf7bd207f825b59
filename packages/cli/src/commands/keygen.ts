import { createKey, keyFile, publicKeyFile } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, registerAt, signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Make an Ed25519 key to sign with, in the keys folder of your home, readable by you alone. When you are signed in, it is registered to your publisher too. The private half never leaves this machine: keep a copy of it in a safe place.',
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

async function run(_: unknown, command: Command): Promise<void> {
  const flags = command.opts<{ name: string; register: boolean }>()
  const context = contextOf(command)
  const { out } = context
  const file = keyFile(homeOf(context), flags.name)
  const key = await createKey(file)
  const publicKey = publicKeyFile(file)
  const registered = flags.register ? await register() : undefined
  out.result({ keyId: key.keyId, file, publicKey, registered: registered ?? null }, () => [
    `Made the key ${out.bold(flags.name)}: ${key.keyId}`,
    `  private half ${file}`,
    `  public half  ${publicKey}`,
    registered
      ? `Registered to ${registered.publisher} at ${registered.registry}.`
      : 'Next: “waybill login”, then “waybill key register”.',
  ])

  async function register() {
    const access = await signedIn(context, { ask: false })
    if (!access) return undefined
    const { publisher } = await registerAt(access, key)
    return { publisher, registry: access.url }
  }
}
