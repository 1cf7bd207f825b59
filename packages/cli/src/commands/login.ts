import { hostname } from 'node:os'
import { askDeviceCode, awaitDevice, createToken, saveToken, whoami, type Home } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, nameOf, registryUrl } from '../session.ts'
import { inSession, passwordStdin } from '../sign-in.ts'
import { canAsk } from '../terminal/ask.ts'
import { printable } from '../terminal/text.ts'

const tokenDays = 90

interface Flags {
  token?: string
  email?: string
  passwordStdin?: true
  device?: true
}

interface Target {
  home: Home
  url: string
}

export function define(command: Command): void {
  command
    .description(
      'Sign in to a registry: by a code that you approve where you are signed in already (so on a terminal, unless you say otherwise), with address and password, or with a token. What is kept is a token, in your home, readable by you alone; one that is made here ends after 90 days. WAYBILL_TOKEN goes before it.',
    )
    .option('--email <address>', 'sign in with the password of this account, and its second factor')
    .option(...passwordStdin)
    .option('--device', 'show a code to approve, also without a terminal')
    .option('--token <token>', 'the token (others on this machine can see arguments: prefer standard input)')
    .action(run)
  examples(
    command,
    ['waybill login', 'shows a code: approve it where you are signed in'],
    ['waybill login --email ada@example.org', 'asks for the password'],
    ['waybill login < token.txt', 'reads a token from a file'],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const home = await homeOf(context)
  const target = { home, url: await registryUrl(context, home) }
  const token = await obtainToken(context, flags, target)
  const { registry, ...identity } = await whoami({ url: target.url, token, signal: context.signal })
  await saveToken(home, target.url, token)
  context.out.result({ registry: target.url, fingerprint: registry, ...identity }, () => [
    `Signed in to ${target.url} as ${printable(nameOf(identity))}.`,
  ])
}

async function obtainToken(context: Context, flags: Flags, target: Target): Promise<string> {
  if (flags.token !== undefined) return checked(flags.token)
  if (flags.email !== undefined) return byPassword(context, flags)
  if (flags.device || canAsk(context)) return byDevice(context, target)
  return checked(await readToken())
}

function byPassword(context: Context, flags: Flags): Promise<string> {
  return inSession(context, flags, async ({ session }) => {
    const expiresAt = new Date(Date.now() + tokenDays * 86_400_000)
    return (await createToken(session, { name: deviceName(), expiresAt })).token
  })
}

async function byDevice(context: Context, { url }: Target): Promise<string> {
  const { out, signal } = context
  const request = await askDeviceCode({ url, signal })
  const code = printable(request.userCode)
  const { verificationUri: page, verificationUriComplete: pageWithCode } = request
  out.tell(
    [
      'This device has the code',
      '',
      `  ${out.bold(code)}`,
      '',
      ...(page === undefined ? [] : [`Approve it at ${printable(pageWithCode ?? page)}`]),
      `${page === undefined ? 'Approve it' : 'or'} where you are signed in: waybill account approve ${code}`,
    ].join('\n'),
  )
  const waiting = out.waiting()
  try {
    const { token } = await awaitDevice({ url, signal }, request, {
      name: deviceName(),
      onWait: (left) => waiting.update(`Waiting for the approval; the code works for ${clock(left)} more`),
    })
    return token
  } finally {
    waiting.end()
  }
}

const deviceName = () => `waybill on ${hostname()}`.slice(0, 100)

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

function checked(text: string): string {
  const token = text.trim()
  if (/^wb_[0-9A-Za-z]+$/.test(token)) return token
  throw new WaybillError('auth.invalid', 'That is not a Waybill token.', {
    hint: 'A token begins with “wb_”. “waybill token create” makes one of your account, “waybill registry token create” one of a publisher.',
  })
}

async function readToken(): Promise<string> {
  let text = ''
  if (!process.stdin.isTTY) for await (const chunk of process.stdin) text += String(chunk)
  if (text.trim() !== '') return text
  throw new WaybillError('usage.invalid', 'No token was given.', {
    hint: 'Give it with --token or on standard input (waybill login < token.txt), or sign in with --email ADDRESS --password-stdin, or with a code: --device.',
  })
}
