import { parsePackageName } from './names.ts'

/** Every path that a client can see, in one place. All are relative to the registry's base URL, without a leading slash. */

export type ArchiveFormat = 'tar.gz' | 'zip'

/** TUF metadata lives here; its target files (`<sha256>.<name>`) under `targetsBase`. */
export const tufBase = 'metadata/tuf/'
export const targetsBase = 'metadata/'

export const paths = {
  /** `version` undefined is the timestamp, the one metadata file without a version in its name. */
  tufMetadata: (role: string, version?: number) =>
    version === undefined ? `${tufBase}${role}.json` : `${tufBase}${version}.${role}.json`,
  timestamp: `${tufBase}timestamp.json`,
  index: 'metadata/index.json',
  /** Where the bytes of a TUF target are: consistent snapshots put the digest before the file name (TUF 1.0 §6.2). */
  target: (target: string, sha256: string) => {
    const slash = target.lastIndexOf('/') + 1
    return `${targetsBase}${target.slice(0, slash)}${sha256}.${target.slice(slash)}`
  },
  checksums: (name: string) => `metadata/checksums/${name}/SHA256SUMS`,
  signature: (name: string, file: string) => `metadata/signatures/${name}/${file}.sig`,
  /** An image of a package; its name is the digest of its bytes. */
  screenshot: (name: string, sha256: string) => `metadata/screenshots/${name}/${sha256}.webp`,
  artifact: (category: string, name: string, file: string) => `${category}/${name}/${file}`,
} as const

/** TUF target paths. */
export const targets = {
  index: 'index.json',
  /** Every advisory of the registry in one file. */
  advisories: 'advisories/all.json',
  listing: (category: string) => `index/${category}.json`,
  package: (name: string) => `packages/${name}.json`,
} as const

/** `<name>-<version>[-<platform>].<format>`; a scope is part of the folder, not of the file. */
export function artifactFile(name: string, version: string, format: ArchiveFormat, platform = 'any'): string {
  const suffix = platform === 'any' ? '' : `-${platform}`
  return `${parsePackageName(name).base}-${version}${suffix}.${format}`
}

/** Routes of the HTTP API; `:part` is a parameter. */
export const api = {
  /** POST, multipart: fields `keyId` and `signature` (base64), then the file `artifact`. */
  publish: '/api/v1/publish',
  /** PUT with a reason yanks, DELETE takes it back. */
  yank: '/api/v1/packages/:name/versions/:version/yank',
  /** GET lists the publisher's keys, POST registers one with a signed challenge. */
  keys: '/api/v1/keys',
  keyChallenge: '/api/v1/keys/challenge',
  keyRevocation: '/api/v1/keys/:keyId/revocation',

  /** GET says who asks, POST opens an account. */
  account: '/api/v1/account',
  /** PUT with the token of a mail confirms the address, POST sends the mail again. */
  emailVerification: '/api/v1/account/email-verification',
  /** POST signs in with address and password, DELETE signs out. */
  session: '/api/v1/account/session',
  /** POST asks for a mail, PUT sets the password with its token. */
  passwordReset: '/api/v1/account/password-reset',
  /** PUT changes the password, DELETE removes it where a passkey is there. */
  password: '/api/v1/account/password',
  /** GET lists, DELETE ends all but this one. */
  sessions: '/api/v1/account/sessions',
  sessionById: '/api/v1/account/sessions/:id',
  /** POST begins the set-up, PUT ends it with a first code, DELETE turns it off. */
  totp: '/api/v1/account/totp',
  /** POST ends a sign-in with a code of the authenticator. */
  totpSession: '/api/v1/account/session/totp',
  /** POST ends a sign-in with a recovery code. */
  recoverySession: '/api/v1/account/session/recovery-code',
  /** POST makes new recovery codes; the former ones are void. */
  recoveryCodes: '/api/v1/account/recovery-codes',
  /** GET lists, POST adds one with the authenticator's answer. */
  passkeys: '/api/v1/account/passkeys',
  passkeyOptions: '/api/v1/account/passkeys/options',
  /** PUT gives it another name, DELETE removes it. */
  passkeyById: '/api/v1/account/passkeys/:id',
  /** GET gives the challenge, POST signs in with the answer. */
  passkeySession: '/api/v1/account/session/passkey',
  /** POST asks for a code to show, RFC 8628. */
  deviceCode: '/api/v1/device/code',
  /** POST exchanges an approved code for a token. */
  deviceToken: '/api/v1/device/token',
  /** GET says what a user code asks for, POST approves it, DELETE refuses it. */
  deviceApproval: '/api/v1/device/approvals/:userCode',
  tokens: '/api/v1/tokens',
  tokenById: '/api/v1/tokens/:id',

  /** GET lists the account's own, POST takes a name for a new one. */
  publishers: '/api/v1/publishers',
  publisher: '/api/v1/publishers/:publisher',
  member: '/api/v1/publishers/:publisher/members/:user',
  invitations: '/api/v1/publishers/:publisher/invitations',
  invitation: '/api/v1/publishers/:publisher/invitations/:id',
  /** GET with the token of a mail says what is offered, POST accepts it. */
  invitationAcceptance: '/api/v1/invitations/acceptance',
  /** POST says which domain is to be proven, PUT looks for the proof, DELETE forgets it. */
  publisherDomain: '/api/v1/publishers/:publisher/domain',

  users: '/api/v1/admin/users',
  userRoles: '/api/v1/admin/users/:user/roles',
  mails: '/api/v1/admin/mails',

  /** POST, multipart: the file `plugin`, with `keyId` and `signature`; `submission` for a revision. */
  upload: '/api/v1/upload',
  submit: '/api/v1/submit',
  submissions: '/api/v1/submissions',
  submission: '/api/v1/submissions/:id',
  submissionWithdrawal: '/api/v1/submissions/:id/withdrawal',
  submissionAppeal: '/api/v1/submissions/:id/appeal',
  /** PUT, multipart: a new version of a published plugin. */
  plugin: '/api/v1/plugins/:name',
  channels: '/api/v1/channels',
  screenshots: '/api/v1/screenshots',
  reviewQueue: '/api/v1/reviews',
  review: '/api/v1/reviews/:id',
  /** POST claims a submission or extends the claim, DELETE gives it back. */
  reviewClaim: '/api/v1/reviews/:id/claim',
  reviewComments: '/api/v1/reviews/:id/comments',
  reviewDecision: '/api/v1/reviews/:id/decision',
  /** GET: the changed files; with `file`, that file's lines. */
  reviewDiff: '/api/v1/reviews/:id/diff',
  unpublish: '/api/v1/packages/:name/versions/:version/unpublish',

  /** GET says what a package costs, PUT changes it. */
  pricing: '/api/v1/packages/:name/pricing',
  purchases: '/api/v1/purchases',
  /** POST, by Stripe: signed events. */
  stripe: '/api/v1/billing/stripe',
  /** GET: the account's own. */
  entitlements: '/api/v1/entitlements',
  redemption: '/api/v1/entitlements/redemption',
  /** GET lists, POST grants one by hand. */
  grants: '/api/v1/packages/:name/entitlements',
  grantById: '/api/v1/packages/:name/entitlements/:id',
  codes: '/api/v1/packages/:name/codes',
  licences: '/api/v1/licences',
  /** GET: an address for the bytes of an artifact, good for some minutes. */
  artifactAccess: '/api/v1/packages/:name/versions/:version/artifacts/:platform',
  /** The bytes, for whoever has the signed address. */
  artifactStream: '/api/v1/artifacts/:id',

  /** GET: packages that fit words and filters, with the counts of each filter. */
  search: '/api/v1/search',
  /** GET: what could be meant by the beginning of a search. */
  suggestions: '/api/v1/search/suggestions',
  /** GET: featured, trending and new packages, and the categories. */
  home: '/api/v1/home',
  /** GET: name, words and categories of the ecosystem, and what this registry offers. */
  ecosystem: '/api/v1/ecosystem',
  /** GET: all that a page about a package shows. */
  package: '/api/v1/packages/:name',
  readme: '/api/v1/packages/:name/versions/:version/readme',
  dependents: '/api/v1/packages/:name/dependents',
  /** GET: the files in which two versions differ; with `file`, that file's lines. */
  comparison: '/api/v1/packages/:name/comparison',
  /** GET: what everybody may know of a publisher. */
  publisherProfile: '/api/v1/publishers/:publisher/profile',
  downloads: '/api/v1/packages/:name/downloads',
  /** GET: everybody's and the caller's own; PUT gives stars, DELETE takes them back. */
  rating: '/api/v1/packages/:name/rating',
  /** GET: an image of a README, fetched by the registry; only addresses that the registry signed. */
  readmeImage: '/api/v1/images/:signature',
  /** GET and PUT: which mails the account wants. */
  notifications: '/api/v1/account/notifications',
  /** GET: packages of the account's publishers, with downloads and the last submission. */
  accountPackages: '/api/v1/account/packages',

  featured: '/api/v1/admin/featured',
  /** PUT: hands a package that is only listed to a publisher. */
  catalogueOwner: '/api/v1/admin/catalogue/:name/publisher',
  jobs: '/api/v1/admin/jobs',
  /** POST runs a job now. */
  jobRuns: '/api/v1/admin/jobs/:job/runs',
  outbox: '/api/v1/admin/outbox',
  /** GET: the settings in effect and where each comes from, without secrets. */
  settings: '/api/v1/admin/settings',
  health: '/api/v1/admin/health',

  openapi: '/api/openapi.json',
  docs: '/api/docs',
  alive: '/healthz',
  ready: '/readyz',
} as const

/** Pages of the web that answers and mails point to; `:part` is a parameter. */
export const pages = {
  signIn: '/sign-in',
  confirm: '/confirm',
  reset: '/reset',
  device: '/device',
  invitations: '/invitations',
  submission: '/dashboard/submissions/:id',
  review: '/review/:id',
  security: '/account/security',
  notifications: '/account/notifications',
  package: '/packages/:name',
  /** Where the payment page sends a buyer back to: `done` or `cancelled`. */
  purchaseOutcome: '/purchases/:outcome',
} as const
