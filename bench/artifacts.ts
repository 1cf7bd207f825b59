import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { writeArchive } from '@waybill/core/archive'
import { publicKeyFromPem } from '@waybill/core/trust'
import { send, type PreparedRequest } from './load.ts'

export interface BenchPublisher {
  token: string
  keyId: string
  key: KeyObject
}

/** Registers a fresh key for the token's publisher. */
export async function createPublisher(url: string, token: string): Promise<BenchPublisher> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const { keyId } = publicKeyFromPem(pem)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = async (path: string, body: unknown) =>
    JSON.parse(
      await send(url, { method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) }),
    ) as { challenge: string }
  const { challenge } = await post('/api/v1/keys/challenge', { keyId })
  await post('/api/v1/keys', {
    pem,
    challenge,
    proof: sign(null, Buffer.from(challenge), privateKey).toString('base64'),
  })
  return { token, keyId, key: privateKey }
}

/** A plugin whose artifact has about `bytes` bytes, filled with noise that does not compress. */
export async function makeArtifact(name: string, version: string, bytes: number): Promise<Buffer> {
  const manifest = `[package]\nname = "${name}"\nversion = "${version}"\ncategory = "community/experimental"\ndescription = "Benchmark plugin"\nlicense = "MIT"\n`
  const files = [
    { path: 'plugin.toml', bytes: Buffer.from(manifest) },
    { path: 'data.bin', bytes: randomBytes(Math.max(16, bytes - 500)) },
  ]
  const entries = files.map((file) => ({
    path: file.path,
    size: file.bytes.length,
    executable: false,
    content: async function* () {
      yield file.bytes
    },
  }))
  const chunks: Uint8Array[] = []
  for await (const chunk of writeArchive(entries, 'tar.gz')) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export function waybillPublish(publisher: BenchPublisher, artifact: Buffer): PreparedRequest {
  const field = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const signature = sign(null, artifact, publisher.key).toString('base64')
  const start = `${field('keyId', publisher.keyId)}${field('signature', signature)}--b\r\nContent-Disposition: form-data; name="artifact"; filename="a"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return {
    method: 'POST',
    path: '/api/v1/publish',
    headers: {
      authorization: `Bearer ${publisher.token}`,
      'content-type': 'multipart/form-data; boundary=b',
    },
    body: Buffer.concat([Buffer.from(start), artifact, Buffer.from('\r\n--b--\r\n')]),
  }
}

/** The same bytes the way `npm publish` sends them: base64 inside JSON. */
export function verdaccioPublish(
  token: string,
  url: string,
  name: string,
  version: string,
  artifact: Buffer,
): PreparedRequest {
  const file = `${name}-${version}.tgz`
  const dist = {
    shasum: createHash('sha1').update(artifact).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(artifact).digest('base64')}`,
    tarball: `${url}/${name}/-/${file}`,
  }
  const document = {
    _id: name,
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { name, version, description: 'Benchmark plugin', license: 'MIT', dist } },
    access: null,
    _attachments: {
      [file]: {
        content_type: 'application/octet-stream',
        data: artifact.toString('base64'),
        length: artifact.length,
      },
    },
  }
  return {
    method: 'PUT',
    path: `/${name}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(document)),
  }
}

export async function verdaccioUser(url: string): Promise<string> {
  const body = Buffer.from(
    JSON.stringify({
      name: 'bench',
      password: 'bench-password-1',
      _id: 'org.couchdb.user:bench',
      type: 'user',
      roles: [],
    }),
  )
  const text = await send(url, {
    method: 'PUT',
    path: '/-/user/org.couchdb.user:bench',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return (JSON.parse(text) as { token: string }).token
}
