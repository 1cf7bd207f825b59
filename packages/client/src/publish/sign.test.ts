import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createKey, keyFile, loadKey, publicKeyFile } from './keys.ts'
import { signArtifact, signatureOf } from './sign.ts'
import { scratchFolder } from './test/scratch.ts'

const openssl = (args: string[]) => promisify(execFile)('openssl', args)

test('OpenSSL alone accepts a signature, and refuses it for other bytes', async () => {
  const folder = await scratchFolder({ artifact: randomBytes(700_000) })
  const file = join(folder, 'artifact')
  const key = await createKey(keyFile(folder))
  const signed = await signArtifact(file, key)
  expect((await readFile(signed.file)).length).toBe(64)
  const check = [
    'pkeyutl',
    '-verify',
    '-pubin',
    '-inkey',
    publicKeyFile(key.file),
    '-rawin',
    '-in',
    file,
    '-sigfile',
    signed.file,
  ]
  expect((await openssl(check)).stdout).toContain('Verified Successfully')
  await writeFile(file, randomBytes(700_000))
  await expect(openssl(check)).rejects.toThrow()
})

test('a key is readable by its owner only, is never written over, and can be read by OpenSSL', async () => {
  const folder = await scratchFolder()
  const file = keyFile(folder, 'work')
  const key = await createKey(file)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700)
  expect(await loadKey(file)).toEqual(key)
  expect((await openssl(['pkey', '-in', file, '-pubout'])).stdout).toBe(
    await readFile(publicKeyFile(file), 'utf8'),
  )
  await expect(createKey(file)).rejects.toMatchObject({ code: 'key.exists' })
  expect(await loadKey(file)).toEqual(key)
})

test('what is no private key is refused by name', async () => {
  const folder = await scratchFolder({ 'x.pem': 'nothing' })
  const key = await createKey(keyFile(folder))
  await expect(loadKey(join(folder, 'none.pem'))).rejects.toMatchObject({ code: 'key.not_found' })
  await expect(loadKey(join(folder, 'x.pem'))).rejects.toMatchObject({ code: 'key.invalid' })
  await expect(loadKey(publicKeyFile(key.file))).rejects.toMatchObject({ code: 'key.invalid' })
  expect(() => keyFile(folder, '../escape')).toThrow('cannot be the name of a key')
})

test('a .sig that is there is used when it fits, and refused when not', async () => {
  const folder = await scratchFolder({ artifact: 'bytes' })
  const file = join(folder, 'artifact')
  const key = await createKey(keyFile(folder))
  const fresh = await signatureOf(file, key)
  const { signature } = await signArtifact(file, key)
  expect(Buffer.from(await signatureOf(file, key))).toEqual(Buffer.from(signature))
  expect(Buffer.from(fresh), 'Ed25519 is deterministic').toEqual(Buffer.from(signature))
  await writeFile(file, 'other')
  await expect(signatureOf(file, key)).rejects.toMatchObject({ code: 'signature.invalid' })
})
