import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LicenceKey } from '@waybill/core/licence'
import { publicKeyOfPrivate } from '@waybill/core/trust'
import { writePrivate } from './key-files.ts'

/** The key that licences are signed with; they lie beside the TUF keys as `licence.<first 16 digits of the id>.pem`. */
export interface LicenceSigner extends LicenceKey {
  readonly privatePem: string
}

/**
 * The newest licence key, made where there is none yet. `isNew` says that it was: then the registry index must be built
 * anew, for hosts to know it.
 */
export async function openLicenceKeys(folder: string): Promise<{ signer: LicenceSigner; isNew: boolean }> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const newest = (await licenceKeys(folder)).at(-1)
  if (newest) return { signer: newest, isNew: false }
  const privatePem = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const signer = { ...publicKeyOfPrivate(privatePem), privatePem }
  await writePrivate(join(folder, `licence.${signer.keyId.slice(0, 16)}.pem`), privatePem)
  return { signer, isNew: true }
}

/** The public halves of all licence keys, oldest first: what hosts verify with. */
export async function publicLicenceKeys(folder: string): Promise<LicenceKey[]> {
  return (await licenceKeys(folder)).map(({ keyId, pem }) => ({ keyId, pem }))
}

async function licenceKeys(folder: string): Promise<LicenceSigner[]> {
  const files = (await readdir(folder)).filter((name) => /^licence\.[0-9a-f]{16}\.pem$/.test(name))
  const found = await Promise.all(
    files.map(async (name) => {
      const privatePem = await readFile(join(folder, name), 'utf8')
      const { mtimeMs } = await stat(join(folder, name))
      return { mtimeMs, ...publicKeyOfPrivate(privatePem), privatePem }
    }),
  )
  return found
    .sort((a, b) => a.mtimeMs - b.mtimeMs)
    .map(({ keyId, pem, privatePem }) => ({ keyId, pem, privatePem }))
}
