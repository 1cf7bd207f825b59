import { createReadStream } from 'node:fs'
import { WaybillError } from '@waybill/core/errors'
import { fileFailure } from '../files.ts'

const likelyName = /(?:\.(?:pem|key|p8|pk8|ppk)|(?:^|\/)id_[a-z0-9]+)$/i
const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----|PuTTY-User-Key-File/

/** Throws `archive.refused` when a file that is named like a key has a private one in it: published once, it is lost. */
export async function refusePrivateKey(path: string, source: string): Promise<void> {
  if (!likelyName.test(path)) return
  let head = ''
  try {
    for await (const chunk of createReadStream(source, { end: 1024 * 1024 })) head += String(chunk)
  } catch (cause) {
    throw fileFailure(source, 'read', cause)
  }
  if (!privateKey.test(head)) return
  throw new WaybillError(
    'archive.refused',
    `${path} is a private key. It must not be published; nothing was packed.`,
    {
      hint: 'Move it out of the folder, or name it in .waybillignore.',
      details: { entry: path },
    },
  )
}
