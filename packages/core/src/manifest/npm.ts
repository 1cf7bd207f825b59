/**
 * Reads an npm `package.json` as the written form of a manifest, so that a folder with nothing else can be packed.
 * Fields that Waybill has no use for are left out; a `waybill` object may add or replace `category`, `permissions`,
 * `config`, `features` and `test`. What cannot be a registry dependency (git, file and alias requirements) is left as it is
 * and refused by the manifest's own check, which names it.
 */
export function fromNpmPackage(raw: unknown): unknown {
  if (!isObject(raw)) return raw
  const own = isObject(raw.waybill) ? raw.waybill : {}
  return {
    package: {
      name: raw.name,
      version: raw.version,
      description: oneLine(raw.description),
      license: licenseOf(raw.license),
      category: own.category,
      keywords: Array.isArray(raw.keywords)
        ? raw.keywords.filter((word) => typeof word === 'string').slice(0, 50)
        : undefined,
      authors: [raw.author]
        .flat()
        .map(personOf)
        .filter((name) => name !== undefined),
      homepage: urlOf(raw.homepage),
      repository: urlOf(isObject(raw.repository) ? raw.repository.url : raw.repository),
      main: typeof raw.main === 'string' ? raw.main.replace(/^\.\//, '') || undefined : undefined,
      engines: isObject(raw.engines) ? stringsOf(raw.engines) : undefined,
    },
    dependencies: { ...plain(raw.dependencies), ...optional(raw.optionalDependencies) },
    features: own.features,
    config: own.config,
    permissions: own.permissions,
    test: own.test,
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function plain(dependencies: unknown): Record<string, unknown> {
  return isObject(dependencies) ? dependencies : {}
}

function optional(dependencies: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(plain(dependencies)).map(([name, version]) => [name, { version, optional: true }]),
  )
}

function stringsOf(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function oneLine(text: unknown): string | undefined {
  return typeof text === 'string' ? text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 1000) : undefined
}

/** `license: "MIT"`, or the two old forms `{type}` and `[{type}]`. */
function licenseOf(license: unknown): unknown {
  const first: unknown = Array.isArray(license) ? license[0] : license
  return isObject(first) ? first.type : first
}

function personOf(person: unknown): string | undefined {
  const name: unknown = isObject(person) ? person.name : person
  return typeof name === 'string' ? oneLine(name)?.slice(0, 200) : undefined
}

/** npm's repository forms (`git+https://…`, `github:owner/name`, `owner/name`) as a web address, or nothing. */
function urlOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(value)
  const text = short
    ? `https://github.com/${short[1]}`
    : value.replace(/^git\+/, '').replace(/^git:/, 'https:')
  return URL.canParse(text) && /^https?:/.test(text) ? text : undefined
}
