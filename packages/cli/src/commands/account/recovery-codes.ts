import { newRecoveryCodes } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { addSignInOptions, inSession, type SignInFlags } from '../../sign-in.ts'
import { keepCodes } from './codes.ts'

export function define(command: Command): void {
  addSignInOptions(command).description('Make new recovery codes; the former ones are void.').action(run)
  examples(command, ['waybill account recovery-codes', 'when some are used up, or others saw them'])
}

async function run(flags: SignInFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  const recoveryCodes = await inSession(context, flags, ({ session, password }) =>
    newRecoveryCodes(session, password),
  )
  context.out.result({ recoveryCodes }, () => keepCodes(recoveryCodes))
}
