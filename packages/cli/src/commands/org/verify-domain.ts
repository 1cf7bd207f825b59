import { forgetDomain, nameDomain } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { printable } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Say which domain is a publisher’s, and see what proves it: a record in DNS or a line in a file on its web server. What is proven is shown beside the publisher’s packages.',
    )
    .argument('<name>', 'name of the publisher')
    .argument('[domain]', 'such as example.org')
    .option('--forget', 'the publisher has no domain any more')
    .action(run)
  examples(
    command,
    ['waybill org verify-domain acme acme.example', 'shows the record and the line'],
    ['waybill org verify-domain acme --forget', 'take the domain from the publisher'],
  )
}

async function run(
  name: string,
  domain: string | undefined,
  flags: { forget?: true },
  command: Command,
): Promise<void> {
  const context = contextOf(command)
  if ((domain === undefined) !== (flags.forget === true))
    throw new WaybillError('usage.invalid', 'Either a domain or --forget is needed.', {
      hint: `waybill org verify-domain ${name} example.org`,
    })
  const access = await signedIn(context)
  if (domain === undefined) {
    await forgetDomain(access, name)
    context.out.result({ publisher: name, domain: null }, () => `${name} has no domain any more.`)
    return
  }
  const proof = await nameDomain(access, name, domain)
  context.out.result({ publisher: name, ...proof }, () => [
    `To prove that ${printable(proof.domain)} is ${name}’s, do one of the two:`,
    `  TXT record  ${printable(proof.txt.name)}`,
    `  with value  ${printable(proof.txt.value)}`,
    '',
    `  file        ${printable(proof.file.url)}`,
    `  with line   ${printable(proof.file.line)}`,
    '',
    `Then: waybill org check-domain ${name}`,
  ])
}
