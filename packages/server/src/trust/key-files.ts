import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { signingKeyFromPem, type SigningKey } from '@waybill/core/trust'

/** Keys of the TUF roles. `bins` signs the hash bins that `targets` delegates to. */
export const keyRoles = ['root', 'targets', 'snapshot', 'timestamp', 'bins'] as const
export type KeyRole = (typeof keyRoles)[number]

/** Keys in a folder, one file each: `<role>.<first 16 digits of the key id>.pem`, mode 0600. */
export interface KeyFiles {
  /** The private key with this id. Throws `file.unreadable` when it is not on this machine. */
  signer(keyId: string): Promise<SigningKey>
  /** True when the private key is on this machine; root and targets keys may be kept elsewhere. */
  has(keyId: string): Promise<boolean>
  create(role: KeyRole): Promise<SigningKey>
}

export async function openKeyFiles(folder: string): Promise<KeyFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const known = new Map<string, SigningKey>()
  const find = async (keyId: string): Promise<SigningKey | undefined> => {
    const cached = known.get(keyId)
    if (cached) return cached
    const file = (await readdir(folder)).find((name) => name.endsWith(`.${keyId.slice(0, 16)}.pem`))
    if (!file) return undefined
    const key = signingKeyFromPem(await readFile(join(folder, file), 'utf8'))
    if (key.keyId !== keyId) return undefined
    known.set(keyId, key)
    return key
  }
  return {
    async has(keyId) {
      return (await find(keyId)) !== undefined
    },
    async signer(keyId) {
      const key = await find(keyId)
      if (key) return key
      throw new WaybillError(
        'file.unreadable',
        `The private key ${keyId.slice(0, 16)}… is not in ${folder}.`,
        {
          hint: 'Bring the key file back from your backup; nothing can be signed without it.',
          details: { keyId },
        },
      )
    },
    async create(role) {
      const pem = generateKeyPairSync('ed25519')
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString()
      const key = signingKeyFromPem(pem)
      await writePrivate(join(folder, `${role}.${key.keyId.slice(0, 16)}.pem`), pem)
      known.set(key.keyId, key)
      return key
    },
  }
}

/** A secret of the registry, such as the one that signs sessions: made once, beside the keys, in a file of its own. */
export async function registrySecret(
  folder: string,
  name: 'sessions' | 'downloads' | 'images',
): Promise<string> {
  const file = join(folder, `${name}.secret`)
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = randomBytes(48).toString('base64url')
  await writePrivate(file, `${secret}\n`)
  return secret
}

/** Writes a file that only its owner may read: temp file, flush, rename. */
export async function writePrivate(path: string, text: string): Promise<void> {
  const file = await open(`${path}.tmp`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
}
