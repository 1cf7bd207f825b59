import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { FastifyRequest } from 'fastify'
import type { Upload } from './artifact.ts'
import { receiveSpool, tooLarge, type Spool } from './spool.ts'

/** Room that the form around an artifact may take, bytes. */
const formBytes = 64 * 1024

export interface ReceivedForm {
  readonly fields: ReadonlyMap<string, string>
  readonly spool: Spool
}

/**
 * Receives a form of text fields and one file, streamed to disk. Throws `upload.unsupported_type`, `upload.malformed`,
 * `upload.truncated` or `upload.too_large`, and then leaves nothing behind.
 */
export async function receiveForm(
  request: FastifyRequest,
  { folder, limit, file }: { folder: string; limit: number; file: string },
): Promise<ReceivedForm> {
  if (!request.isMultipart()) {
    throw new WaybillError(
      'upload.unsupported_type',
      `The content type is ${request.headers['content-type'] ?? 'missing'}; it must be multipart/form-data.`,
      {
        hint: 'Use the command line, or see /api/docs for the form.',
      },
    )
  }
  // Refused before a byte of it is read, where the client says how much it will send.
  if (Number(request.headers['content-length'] ?? 0) > limit + formBytes) throw tooLarge(limit)
  const fields = new Map<string, string>()
  let spool: Spool | undefined
  try {
    for await (const part of request.parts({
      limits: { fileSize: limit + 1, files: 1, fields: 20, fieldSize: formBytes, parts: 21 },
    })) {
      if (part.type === 'field') fields.set(part.fieldname, fieldText(part))
      else spool = await receiveFile(part, { folder, limit, file })
    }
    return { fields, spool: requireFile(spool, file) }
  } catch (error) {
    await spool?.release(false)
    throw asUploadError(error, request)
  }
}

/** Receives the form of a publish: `keyId`, `signature` and the file `artifact`. Throws `signature.missing` too. */
export async function receive(request: FastifyRequest, folder: string, limit: number): Promise<Upload> {
  const { fields, spool } = await receiveForm(request, { folder, limit, file: 'artifact' })
  try {
    const signature = readSignature(fields)
    if (signature) return { ...signature, spool }
    throw new WaybillError(
      'signature.missing',
      `The form lacks the field “${fields.get('keyId') ? 'signature' : 'keyId'}”.`,
      {
        hint: 'Sign the artifact: “waybill sign FILE”, or let “waybill publish” do it.',
      },
    )
  } catch (error) {
    await spool.release(false)
    throw error
  }
}

function fieldText({ fieldname, value }: MultipartValue): string {
  const text = String(value)
  if (!text.includes('\0')) return text
  throw new WaybillError('upload.malformed', `The field “${fieldname.slice(0, 60)}” has a zero character.`, {
    hint: 'Send text without it.',
    details: { field: fieldname.slice(0, 60) },
  })
}

async function receiveFile(
  part: MultipartFile,
  { folder, limit, file }: { folder: string; limit: number; file: string },
): Promise<Spool> {
  if (part.fieldname === file) return receiveSpool(part.file, folder, limit)
  part.file.resume()
  throw new WaybillError(
    'upload.malformed',
    `The form has a file “${part.fieldname}”; the field of the file is “${file}”.`,
  )
}

/** The publisher signature that a form carries, if it carries one. Throws `upload.malformed` or `signature.invalid`. */
export function readSignature(
  fields: ReadonlyMap<string, string>,
): { keyId: string; signature: Buffer } | undefined {
  const keyId = fields.get('keyId')
  const text = fields.get('signature')
  if (!keyId || !text) return undefined
  const signature = Buffer.from(text, 'base64')
  if (!/^[0-9a-f]{64}$/.test(keyId))
    throw new WaybillError('upload.malformed', 'The field “keyId” is not 64 hexadecimal digits.')
  if (signature.length !== 64) {
    throw new WaybillError(
      'signature.invalid',
      `The field “signature” has ${signature.length} bytes; an Ed25519 signature has 64, sent as base64.`,
    )
  }
  return { keyId, signature }
}

function requireFile(spool: Spool | undefined, file: string): Spool {
  if (spool && spool.size > 0) return spool
  throw new WaybillError(
    'upload.malformed',
    spool ? `The file “${file}” is empty.` : `The form has no file “${file}”.`,
  )
}

function asUploadError(error: unknown, request: FastifyRequest): unknown {
  if (isWaybillError(error)) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code?.startsWith('FST_'))
    return new WaybillError('upload.malformed', `The form is over a limit or not well formed: ${message}`, {
      cause: error,
    })
  if (request.raw.destroyed || !request.raw.complete || /unexpected end|premature|aborted/i.test(message)) {
    return new WaybillError('upload.truncated', 'The upload ended before its last byte; nothing was kept.', {
      hint: 'Publish again.',
      cause: error,
    })
  }
  return new WaybillError('upload.malformed', `The form is not well formed: ${message}`, { cause: error })
}
