import { generateKeyPairSync } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { publicKeyOfPrivate } from '@waybill/core/trust'
import { fileFailure, readIfPresent, writeAtomic } from '../files.ts'

/** A publisher's key pair, on the publisher's machine. */
export interface PublisherKeyPair {
  /** SHA-256 of the SubjectPublicKeyInfo (DER), hex. */
  readonly keyId: string
  /** The public key in PEM. */
  readonly pem: string
  /** The private key in PEM (PKCS #8). */
  readonly privatePem: string
  /** Where the private key is. */
  readonly file: string
}

/** Where a home keeps the private key of a name. Throws `usage.invalid` for a name that is none. */
export function keyFile(home: string, name = 'default'): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/.test(name)) {
    throw new WaybillError('usage.invalid', `“${name}” cannot be the name of a key.`, {
      hint: 'Use letters, digits, “.”, “_” and “-”.',
    })
  }
  return join(home, 'keys', `${name}.pem`)
}

/** Where the public half of a private key's file is: `name.pub.pem` beside `name.pem`. */
export function publicKeyFile(file: string): string {
  return `${file.replace(/\.pem$/, '')}.pub.pem`
}

/**
 * Makes an Ed25519 key: PKCS #8 in PEM at `file`, readable by its owner only, and the public half beside it. Throws
 * `key.exists` when the file is there already, and `file.unreadable`.
 */
export async function createKey(file: string): Promise<PublisherKeyPair> {
  const pair = generateKeyPairSync('ed25519')
  const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await writePrivate(file, privatePem)
  const key = { ...publicKeyOfPrivate(privatePem), privatePem, file }
  await writeAtomic(publicKeyFile(file), key.pem)
  return key
}

/** Reads a private key's file. Throws `key.not_found` or `key.invalid`. */
export async function loadKey(file: string): Promise<PublisherKeyPair> {
  const bytes = await readIfPresent(file)
  if (!bytes) {
    throw new WaybillError('key.not_found', `There is no key at ${file}.`, {
      hint: 'Make one with “waybill keygen”, or name another with --key.',
      details: { path: file },
    })
  }
  const privatePem = bytes.toString('utf8')
  try {
    return { ...publicKeyOfPrivate(privatePem), privatePem, file }
  } catch (cause) {
    if (!(cause instanceof WaybillError)) throw cause
    throw new WaybillError('key.invalid', `${file} is not an Ed25519 private key in PEM.`, {
      hint: 'Name the private key (not the .pub.pem), unencrypted PKCS #8, as “waybill keygen” makes it.',
      details: { path: file },
      cause,
    })
  }
}

/** Never over a key that is there: what was signed with it could not be signed again. */
async function writePrivate(path: string, pem: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(pem)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFailure(path, 'written', cause)
    throw new WaybillError('key.exists', `There is a key at ${path} already; it is left as it is.`, {
      hint: 'Make another under another name: “waybill keygen --name work”.',
      details: { path },
      cause,
    })
  }
}
