import { publicKeyFile, signArtifact } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { keyOption, openKey } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Sign a file with your key: writes FILE.sig, the 64 bytes of an Ed25519 signature. “publish” uses it when it is there, and signs by itself when not.',
    )
    .argument('<file>', 'file to sign')
    .addOption(keyOption())
    .action(run)
  examples(command, ['waybill sign csv-tables-1.0.0.tar.gz', 'writes csv-tables-1.0.0.tar.gz.sig'])
  command.addHelpText(
    'after',
    `
Anyone can check it with OpenSSL alone:
  $ openssl pkeyutl -verify -pubin -inkey KEY.pub.pem -rawin -in FILE -sigfile FILE.sig`,
  )
}

async function run(file: string, flags: { key?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const key = await openKey(context, flags.key)
  const signed = await signArtifact(file, key)
  const value = { file, signature: signed.file, keyId: signed.keyId, publicKey: publicKeyFile(key.file) }
  context.out.result(value, () => [
    `Signed ${file}: ${signed.file}`,
    `  key ${signed.keyId}`,
    `  public half ${value.publicKey}`,
  ])
}
