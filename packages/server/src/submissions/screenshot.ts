import { createHash } from 'node:crypto'
import { WaybillError } from '@waybill/core/errors'
import type { FastifyRequest } from 'fastify'
import { authorize, type Actor } from '../access/index.ts'
import { publisherOf } from '../accounts/index.ts'
import { reencodeScreenshot } from '../checks/index.ts'
import type { SubmissionContext } from './context.ts'
import { newId } from './receive.ts'
import { requireRoom } from './room.ts'
import * as store from './store.ts'

/** An image may have so many bytes when it is uploaded. */
const mostBytes = 10 * 1024 * 1024

/** Takes an image in, re-encodes it and forgets the original. Throws `screenshot.invalid` or `upload.*`. */
export async function keepScreenshot(
  context: SubmissionContext,
  actor: Actor | undefined,
  request: FastifyRequest,
  named: string | undefined,
): Promise<{ id: string; width: number; height: number }> {
  const { database, clock } = context
  const who = authorize(actor, 'submission.create')
  const publisher = publisherOf(who, 'submission.create', named)
  const file = await request.file({ limits: { fileSize: mostBytes, files: 1 }, throwFileSizeLimit: false })
  if (!file) throw new WaybillError('upload.malformed', 'The form has no file “image”.')
  const chunks: Buffer[] = []
  for await (const chunk of file.file) chunks.push(chunk as Buffer)
  if (file.file.truncated)
    throw new WaybillError('upload.too_large', `A screenshot may have ${mostBytes} bytes.`, {
      hint: 'Make it smaller, or save it as JPEG or WebP.',
      details: { limit: mostBytes, name: 'screenshot' },
    })
  const image = await reencodeScreenshot(Buffer.concat(chunks))
  const id = newId('img')
  const row = {
    id,
    publisher_id: publisher.id,
    bytes: image.bytes,
    width: image.width,
    height: image.height,
    sha256: createHash('sha256').update(image.bytes).digest('hex'),
    created_at: clock(),
  }
  await database.transaction().execute(async (transaction) => {
    await requireRoom(context, transaction, { publisher: publisher.id, bytes: image.bytes.length })
    await store.insertScreenshot(transaction, row)
  })
  return { id, width: image.width, height: image.height }
}
