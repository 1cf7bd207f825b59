import { createHash, randomBytes, verify } from 'node:crypto'
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createKey, keyFile } from './keys.ts'
import { pack } from './pack.ts'
import { publishArtifact } from './publish.ts'
import { signArtifact } from './sign.ts'
import { fakeRegistry, reply, serve } from './test/fake-registry.ts'
import { scratchFolder } from './test/scratch.ts'

async function artifact(content: Uint8Array = Buffer.from('export {}\n')) {
  const folder = await scratchFolder({
    'plugin.toml': '[package]\nname = "thing"\nversion = "1.0.0"\n',
    'data.bin': content,
  })
  const { file } = await pack(folder, { out: await scratchFolder() })
  return { file, key: await createKey(keyFile(await scratchFolder())), bytes: await readFile(file) }
}

/** The parts of a form, by RFC 7578. */
function partsOf(body: Buffer, contentType: string | undefined) {
  const boundary = /boundary=(.+)$/.exec(contentType ?? '')?.[1] ?? ''
  const text = body.toString('latin1')
  expect(text.endsWith(`\r\n--${boundary}--\r\n`)).toBe(true)
  return text
    .slice(0, -`\r\n--${boundary}--\r\n`.length)
    .split(`--${boundary}\r\n`)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n')
      const value = Buffer.from(part.slice(end + 4), 'latin1')
      return {
        name: /; name="(\w+)"/.exec(part)?.[1],
        isFile: part.slice(0, end).includes('filename='),
        value,
      }
    })
}

test('sends the fields, then the artifact, with a length that is true and a signature that holds', async () => {
  const { file, key, bytes } = await artifact(randomBytes(3_000_000))
  const registry = await fakeRegistry(() => ({ status: 201, json: { name: 'thing', version: '1.0.0' } }))
  const progress: [number, number][] = []
  const published = await publishArtifact({ url: `${registry.url}/`, token: 'wb_secret' }, file, {
    key,
    onProgress: (...each) => progress.push(each),
  })
  expect(published).toEqual({ name: 'thing', version: '1.0.0' })
  const [{ method, path, headers, body }] = registry.received as [(typeof registry.received)[0]]
  expect([method, path]).toEqual(['POST', '/api/v1/publish'])
  expect(headers.authorization).toBe('Bearer wb_secret')
  expect(headers['transfer-encoding']).toBeUndefined()
  expect(Number(headers['content-length'])).toBe(body.length)
  const [keyId, signature, sent] = partsOf(body, headers['content-type'])
  expect(keyId).toMatchObject({ name: 'keyId', isFile: false })
  expect(keyId!.value.toString().trimEnd()).toBe(key.keyId)
  expect(signature!.name).toBe('signature')
  expect(verify(null, bytes, key.pem, Buffer.from(signature!.value.toString(), 'base64'))).toBe(true)
  expect(sent).toMatchObject({ name: 'artifact', isFile: true })
  expect(createHash('sha256').update(sent!.value).digest('hex')).toBe(
    createHash('sha256').update(bytes).digest('hex'),
  )
  expect(progress.at(-1)).toEqual([body.length, body.length])
  expect(progress.length).toBeGreaterThan(5)
})

test('a problem document becomes an error with its code, hint and details', async () => {
  const { file, key } = await artifact()
  const problem = {
    status: 409,
    code: 'version.exists',
    detail: 'It was published.',
    hint: 'Raise it.',
    details: { sameBytes: true },
  }
  const { url } = await fakeRegistry(() => ({ status: 409, json: problem }))
  await expect(publishArtifact({ url, token: 't' }, file, { key })).rejects.toMatchObject({
    code: 'version.exists',
    message: 'It was published.',
    hint: 'Raise it.',
    details: { sameBytes: true },
  })
})

test('a refusal that comes before the end of the form is heard', async () => {
  const { file, key } = await artifact(randomBytes(20_000_000))
  const url = await serve((request, response) => {
    // Nothing is read but the head, as a registry does with a token it does not know.
    reply(response, { status: 401, json: { code: 'auth.invalid', detail: 'No such token.' } })
    request.resume()
  })
  await expect(publishArtifact({ url, token: 't' }, file, { key })).rejects.toMatchObject({
    code: 'auth.invalid',
  })
})

test('a registry that is not there, hangs up, or is something else is told apart', async () => {
  const { file, key } = await artifact(randomBytes(2_000_000))
  const publishTo = (url: string) => publishArtifact({ url, token: 't' }, file, { key })
  await expect(publishTo('http://127.0.0.1:9')).rejects.toMatchObject({
    code: 'registry.unreachable',
    exit: 5,
  })
  const cut = await serve((request) => request.once('data', () => request.socket.destroy()))
  await expect(publishTo(cut)).rejects.toMatchObject({ code: 'registry.unreachable' })
  const page = await serve((request, response) => {
    request.resume().on('end', () => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>'))
  })
  await expect(publishTo(page)).rejects.toMatchObject({ code: 'registry.refused', exit: 1 })
})

test('what the registry would refuse is refused here, before a byte is sent', async () => {
  const { file, key } = await artifact()
  const { url, received } = await fakeRegistry(() => ({ status: 201, json: {} }))
  const access = { url, token: 't' }
  await signArtifact(file, key)
  const other = await createKey(keyFile(await scratchFolder()))
  await expect(publishArtifact(access, file, { key: other })).rejects.toMatchObject({
    code: 'signature.invalid',
  })
  await truncate(file, 100)
  await expect(publishArtifact(access, file, { key })).rejects.toMatchObject({ code: 'archive.refused' })
  await writeFile(file, 'no archive')
  await expect(publishArtifact(access, file, { key })).rejects.toMatchObject({ code: 'archive.refused' })
  await expect(publishArtifact(access, join(file, '../none'), { key })).rejects.toMatchObject({
    code: 'file.unreadable',
  })
  expect(received).toEqual([])
})

test('cancelling ends the connection', async () => {
  const { file, key } = await artifact(randomBytes(5_000_000))
  const stop = new AbortController()
  const closed = Promise.withResolvers<void>()
  const url = await serve((request) => {
    request.resume().once('close', () => closed.resolve())
    stop.abort()
  })
  const publishing = publishArtifact({ url, token: 't', signal: stop.signal }, file, { key })
  await expect(publishing).rejects.toMatchObject({ code: 'operation.cancelled' })
  await closed.promise
})
