import { setTimeout as wait } from 'node:timers/promises'
import {
  listEntitlements,
  redeemCode,
  startPurchase,
  type HeldEntitlement,
  type RegistryAccess,
} from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { day, printable } from '../terminal/text.ts'

/** How long to wait between two looks, milliseconds. */
const pause = 2000

interface Flags {
  code?: string
  wait?: false
}

export function define(command: Command): void {
  command
    .description(
      'Buy a plugin: prints the address of the payment page, then waits until the payment is confirmed. Ctrl-C ends the waiting alone: what is paid counts all the same. With --code, redeems a code instead.',
    )
    .argument('<name>', 'the plugin')
    .option('--code <code>', 'redeem this code, and pay nothing')
    .option('--no-wait', 'print the address and end')
    .action(run)
  examples(
    command,
    ['waybill buy csv-pro', 'pay for it in your browser'],
    ['waybill buy csv-pro --code 7K3QX-…', 'redeem a code'],
  )
}

async function run(given: string, flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const name = parsePackageName(given).full
  const access = await signedIn(context)
  if (flags.code !== undefined) return redeem(context, access, { name, code: flags.code })
  const { checkoutUrl } = await startPurchase(access, name)
  if (flags.wait === false) {
    context.out.result({ name, checkoutUrl }, () => [`Pay here: ${printable(checkoutUrl)}`])
    return
  }
  context.out.warn(`nothing is paid yet. Pay here: ${printable(checkoutUrl)}`)
  const entitlement = await paid(context, access, name)
  context.out.result({ name, checkoutUrl, entitlement }, () => [
    `${name} is yours${entitlement.until === undefined ? '' : ` until ${day(entitlement.until)}`}.`,
    `Install it with “waybill install ${name}”.`,
  ])
}

async function redeem(
  context: Context,
  access: RegistryAccess,
  { name, code }: { name: string; code: string },
): Promise<void> {
  const redeemed = await redeemCode(access, code)
  const end = redeemed.until === undefined ? '' : ` until ${day(redeemed.until)}`
  context.out.result(redeemed, () => [
    `${redeemed.name} is yours${end}.`,
    `Install it with “waybill install ${redeemed.name}”.`,
  ])
  if (redeemed.name !== name) context.out.warn(`the code was one for ${redeemed.name}, not for ${name}`)
}

/** Looks again and again; a registry that does not answer for a while ends nothing. */
async function paid(context: Context, access: RegistryAccess, name: string): Promise<HeldEntitlement> {
  context.out.note('Waiting for the payment; Ctrl-C ends the waiting …')
  for (;;) {
    try {
      const found = (await listEntitlements(access)).find(
        (each) => each.name === name && each.status === 'active',
      )
      if (found) return found
    } catch (error) {
      if (!(error instanceof WaybillError) || error.code !== 'registry.unreachable') throw error
    }
    await wait(pause, undefined, { signal: context.signal })
  }
}
