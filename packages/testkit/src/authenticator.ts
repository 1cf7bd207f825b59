import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A passkey in software: what a phone or a security key does (WebAuthn level 3, §6), for one credential. */
export function softwareAuthenticator(origin: string) {
  const rpId = new URL(origin).hostname
  const credentialId = randomBytes(32)
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0

  const flags = { userPresent: 1, userVerified: 4, attested: 64 }
  const head = (given: number) => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(++counter)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([given]), count])
  }
  const client = (type: string, challenge: string, from = origin) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))
  const id = credentialId.toString('base64url')

  return {
    id,
    /** The answer to creation options. */
    register({ challenge }: { challenge: string }) {
      const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' })
      // COSE_Key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
      const cose = Buffer.concat([
        Buffer.from('a50102032620012158 20'.replaceAll(' ', ''), 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ])
      const data = Buffer.concat([
        head(flags.userPresent | flags.userVerified | flags.attested),
        Buffer.alloc(16),
        Buffer.from([0, credentialId.length]),
        credentialId,
        cose,
      ])
      // {"fmt": "none", "attStmt": {}, "authData": data}
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
        Buffer.from([0x58, data.length]),
        data,
      ])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        authenticatorAttachment: 'platform',
        response: {
          clientDataJSON: client('webauthn.create', challenge).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    /** The answer to request options. */
    signIn({ challenge }: { challenge: string }, from = origin) {
      const clientData = client('webauthn.get', challenge, from)
      const data = head(flags.userPresent | flags.userVerified)
      const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()])
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, pair.privateKey).toString('base64url'),
        },
      }
    },
  }
}
