import { checkDomain } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Have the registry look for the proof of a publisher’s domain now. Exit code 1 when it is not there.',
    )
    .argument('<name>', 'name of the publisher')
    .action(run)
  examples(command, ['waybill org check-domain acme', 'after “waybill org verify-domain acme …”'])
}

async function run(name: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { verified, method, reason } = await checkDomain(await signedIn(context), name)
  if (!verified)
    throw new WaybillError('domain.unproven', reason ?? `The domain of ${name} is not proven.`, {
      hint: 'A new DNS record may take a while to be seen; try again later.',
      details: { publisher: name },
    })
  context.out.result(
    { publisher: name, verified, method },
    () => `The domain of ${name} is proven, by ${method === 'dns' ? 'DNS' : 'the file on its web server'}.`,
  )
}
