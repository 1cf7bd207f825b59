/** What to type to get a package. Each line is one that the command’s own help describes. */

export interface Asked {
  readonly name: string
  /** A certain version; else the newest. */
  readonly version?: string | undefined
}

const spec = ({ name, version }: Asked) => (version === undefined ? name : `${name}@${version}`)

export const tools = ['waybill', 'qirvo', 'anya-ext', 'sdk'] as const
export type Tool = (typeof tools)[number]

/** The line of a command that installs. */
export const installCommand = (tool: Exclude<Tool, 'sdk'>, asked: Asked): string =>
  ({
    waybill: `waybill install ${spec(asked)}`,
    qirvo: `qirvo plugin install ${spec(asked)}`,
    'anya-ext': `anya-ext install ${spec(asked)}`,
  })[tool]

export const buyCommand = (tool: Exclude<Tool, 'sdk'>, name: string): string => `${tool} buy ${name}`

/** The fingerprint as commands take it. */
export const fingerprintOf = (fingerprint: string): string =>
  fingerprint.startsWith('sha256:') ? fingerprint : `sha256:${fingerprint}`

export interface RegistryAddress {
  readonly url: string
  readonly fingerprint: string
}

export const pinCommand = (tool: Exclude<Tool, 'sdk'>, { url, fingerprint }: RegistryAddress): string =>
  `${tool} registry add ${url} --fingerprint ${fingerprintOf(fingerprint)}`

/** The same by `@waybill/client`, in TypeScript. */
export function sdkSnippet({ name, version }: Asked, { url, fingerprint }: RegistryAddress): string {
  const wanted = [`extensionName: '${name}'`, ...(version === undefined ? [] : [`version: '${version}'`])]
  return `import { addRegistry, Installer, openHome } from '@waybill/client'

const home = await openHome()
await addRegistry(home, '${url}', {
  fingerprint: '${fingerprintOf(fingerprint)}',
})
const installer = await Installer.open(home)
const { path } = await installer.install({
  ${wanted.join(',\n  ')},
})`
}

/** An artifact as the registry tree has it. */
export interface SignedFile {
  readonly path: string
  readonly sha256: string
}

const fileName = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** Downloads an artifact with its detached signature, and has openssl alone check it against the publisher’s key. */
export function signatureCheck(file: SignedFile, { url, pem }: { url: string; pem: string }): string {
  const name = fileName(file.path)
  return `curl -fsSO ${url}/${file.path}
curl -fsSO ${url}/${file.path}.sig
cat > publisher.pem <<'END'
${pem.trim()}
END
openssl pkeyutl -verify -pubin -inkey publisher.pem -rawin -in ${name} -sigfile ${name}.sig`
}

/** Shows that a key is the one with this fingerprint: the SHA-256 of its SubjectPublicKeyInfo. */
export const keyCheck = 'openssl pkey -pubin -in publisher.pem -outform DER | sha256sum'

/** The checksum of the file as it lies here, compared with the one of this page. */
export const checksumCheck = (file: SignedFile): string =>
  `echo "${file.sha256}  ${fileName(file.path)}" | sha256sum -c`

/** The same with the list that the registry keeps for all versions. */
export const checksumListCheck = ({ name, url }: { name: string; url: string }): string =>
  `curl -fsS ${url}/metadata/checksums/${name}/SHA256SUMS | sha256sum -c --ignore-missing`

/** Everything at once, from the pinned root down: metadata, checksum, signature; and again what is installed. */
export const wholeCheck = (asked: Asked, registry: RegistryAddress): string =>
  `${pinCommand('waybill', registry)}
waybill install ${spec(asked)}
waybill verify ${asked.name}`
