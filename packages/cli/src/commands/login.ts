import { saveToken, whoami } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, nameOf, registryUrl } from '../session.ts'
import { askSecret, canAsk } from '../terminal/ask.ts'

export function define(command: Command): void {
  command
    .description(
      'Keep a token for a registry, after asking the registry whose it is. The token comes from --token, from standard input, or is asked for. It is kept in your home, readable by you alone; WAYBILL_TOKEN goes before it.',
    )
    .option('--token <token>', 'the token (others on this machine can see arguments: prefer standard input)')
    .action(run)
  examples(
    command,
    ['waybill login', 'asks for the token'],
    ['waybill login < token.txt', 'reads it from a file'],
  )
}

async function run(flags: { token?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const home = await homeOf(context)
  const url = await registryUrl(context, home)
  const token = (flags.token ?? (await readToken(context, url))).trim()
  if (!/^wb_[0-9A-Za-z]+$/.test(token)) {
    throw new WaybillError('auth.invalid', 'That is not a Waybill token.', {
      hint: 'A token begins with “wb_”. The registry’s operator makes one with “waybill registry token create”.',
    })
  }
  const { registry, ...identity } = await whoami({ url, token, signal: context.signal })
  await saveToken(home, url, token)
  context.out.result({ registry: url, fingerprint: registry, ...identity }, () => [
    `Signed in to ${url} as ${nameOf(identity)}.`,
  ])
}

async function readToken(context: Context, url: string): Promise<string> {
  if (canAsk(context)) return askSecret(`Token for ${url}`)
  let text = ''
  if (!process.stdin.isTTY) for await (const chunk of process.stdin) text += String(chunk)
  if (text.trim() !== '') return text
  throw new WaybillError('usage.invalid', 'No token was given.', {
    hint: 'Give it with --token or on standard input: waybill login < token.txt',
  })
}
