/**
 * Every failure Waybill reports, in one table. `code` is stable and is what programs match on; `status` is the
 * HTTP status of the problem document (RFC 9457); `exit` is the exit code of the command line:
 * 1 failed, 2 wrong usage, 3 verification failed, 4 no resolution, 5 registry unreachable, 6 not signed in or
 * not permitted, 7 refused by policy. `docs/errors.md` is generated from this table.
 */
export const errorCodes = {
  'usage.invalid': { status: 400, exit: 2, title: 'The request or command is not of the expected form' },
  'internal.failed': { status: 500, exit: 1, title: 'Something went wrong inside Waybill' },
  'file.unreadable': { status: 500, exit: 1, title: 'A file or folder could not be read or written' },
  'storage.failed': { status: 503, exit: 1, title: 'The storage did not take or give a file' },
  'database.unavailable': { status: 503, exit: 1, title: 'The database does not answer' },

  'name.invalid': { status: 422, exit: 2, title: 'The package name is not valid' },
  'version.invalid': { status: 422, exit: 2, title: 'The version or version requirement is not valid' },
  'manifest.missing': { status: 422, exit: 1, title: 'The package has no manifest' },
  'manifest.invalid': { status: 422, exit: 1, title: 'The manifest is not valid' },
  'archive.refused': { status: 422, exit: 1, title: 'The archive is not one that Waybill accepts' },
  'archive.too_large': { status: 413, exit: 1, title: 'The archive is over a limit' },

  'upload.malformed': { status: 400, exit: 1, title: 'The upload is not of the expected form' },
  'upload.truncated': { status: 400, exit: 1, title: 'The upload ended early' },
  'upload.gone': { status: 410, exit: 1, title: 'The bytes of the upload were let go' },
  'upload.too_large': { status: 413, exit: 1, title: 'The upload is over a limit' },
  'upload.unsupported_type': { status: 415, exit: 1, title: 'The content type is not supported' },

  'package.not_found': { status: 404, exit: 1, title: 'There is no such package' },
  'package.not_installed': { status: 404, exit: 1, title: 'The package is not installed' },
  'name.look_alike': { status: 409, exit: 1, title: 'The name is too much like another one' },
  'package.taken': { status: 409, exit: 6, title: 'The package belongs to another publisher' },
  'package.published': { status: 409, exit: 1, title: 'The package has versions already' },
  'rating.refused': { status: 409, exit: 7, title: 'The package cannot be rated by this account' },
  'catalogue.invalid': { status: 422, exit: 1, title: 'The catalogue cannot be read' },
  'comparison.refused': { status: 403, exit: 6, title: 'The versions cannot be compared' },
  'version.not_found': { status: 404, exit: 1, title: 'There is no such version' },
  'version.exists': { status: 409, exit: 1, title: 'This version was published before' },
  'screenshot.invalid': { status: 422, exit: 1, title: 'The screenshot is not one that can be shown' },
  'test_runner.unavailable': { status: 503, exit: 1, title: 'Tests cannot be run in a sandbox here' },
  'review.required': { status: 409, exit: 7, title: 'This registry publishes only after review' },

  'search.cursor_invalid': { status: 400, exit: 2, title: 'The cursor is not one of this search' },
  'search.too_slow': { status: 503, exit: 1, title: 'The search took too long' },
  'search.unavailable': { status: 404, exit: 1, title: 'The search needs a registry that answers searches' },

  'signature.missing': { status: 422, exit: 3, title: 'The publisher signature is missing' },
  'signature.invalid': { status: 422, exit: 3, title: 'The publisher signature does not match' },
  'key.invalid': { status: 422, exit: 1, title: 'The key is not a usable Ed25519 key' },
  'key.not_found': { status: 404, exit: 1, title: 'There is no such key' },
  'key.exists': { status: 409, exit: 1, title: 'The key is registered already' },
  'key.unknown': { status: 422, exit: 3, title: 'The signing key is not registered to the publisher' },
  'key.revoked': { status: 422, exit: 3, title: 'The signing key was revoked' },
  'key.proof_failed': { status: 403, exit: 6, title: 'Possession of the private key was not proven' },
  'checksum.mismatch': { status: 422, exit: 3, title: 'The bytes do not have the expected checksum' },

  'trust.expired': { status: 502, exit: 3, title: 'Signed metadata has expired' },
  'trust.clock_wrong': { status: 502, exit: 3, title: 'The clock of this machine is wrong' },
  'trust.rollback': {
    status: 502,
    exit: 3,
    title: 'The registry served older metadata than it served before',
  },
  'trust.signature': { status: 502, exit: 3, title: 'Metadata is not signed by enough of the trusted keys' },
  'trust.malformed': { status: 502, exit: 3, title: 'Metadata is not of the expected form' },
  'trust.mismatch': { status: 502, exit: 3, title: 'A file differs from what signed metadata says of it' },
  'trust.target_missing': { status: 404, exit: 1, title: 'Signed metadata knows no such file' },
  'trust.no_root': { status: 502, exit: 3, title: 'No trusted root is pinned for the registry' },
  'trust.fingerprint': { status: 502, exit: 3, title: 'The root of the registry has another fingerprint' },
  'install.tampered': { status: 422, exit: 3, title: 'Installed files differ from what was installed' },

  'resolve.not_found': { status: 404, exit: 4, title: 'A required package or version does not exist' },
  'resolve.conflict': { status: 409, exit: 4, title: 'No set of versions satisfies all requirements' },

  'registry.unreachable': { status: 502, exit: 5, title: 'The registry cannot be reached' },
  'registry.refused': { status: 502, exit: 1, title: 'The registry refused or failed the request' },
  'registry.not_configured': { status: 400, exit: 2, title: 'No registry is configured' },
  'registry.not_running': { status: 503, exit: 1, title: 'The registry is not running' },
  'registry.already_running': { status: 409, exit: 1, title: 'Another registry uses this data folder' },
  'registry.stopping': { status: 503, exit: 5, title: 'The registry is shutting down' },

  'outgoing.refused': { status: 422, exit: 7, title: 'The registry may not ask this address' },
  'outgoing.failed': {
    status: 502,
    exit: 1,
    title: 'An address that the registry asked gave no usable answer',
  },

  'auth.required': { status: 401, exit: 6, title: 'A token is needed' },
  'auth.invalid': { status: 401, exit: 6, title: 'The token or the sign-in is not valid' },
  'auth.forbidden': { status: 403, exit: 6, title: 'The token does not permit this' },
  'limit.exceeded': { status: 429, exit: 1, title: 'It was tried too often' },
  'account.code_invalid': { status: 422, exit: 6, title: 'The code is wrong, used or expired' },
  'account.last_sign_in': { status: 409, exit: 1, title: 'It is the last way to sign in to the account' },
  'account.not_found': { status: 404, exit: 1, title: 'There is no such account' },
  'session.not_found': { status: 404, exit: 1, title: 'There is no such session' },
  'device.pending': { status: 400, exit: 6, title: 'The device code was not approved yet' },
  'device.refused': { status: 403, exit: 6, title: 'The device code was refused' },
  'token.not_found': { status: 404, exit: 1, title: 'There is no such token' },
  'publisher.not_found': { status: 404, exit: 1, title: 'There is no such publisher' },
  'publisher.taken': { status: 409, exit: 1, title: 'The publisher name is taken' },
  'publisher.last_owner': { status: 409, exit: 1, title: 'A publisher needs an owner' },
  'member.not_found': { status: 404, exit: 1, title: 'The account is not a member of the publisher' },
  'invitation.not_found': { status: 404, exit: 1, title: 'There is no such invitation' },
  'domain.unproven': { status: 409, exit: 1, title: 'The domain is not proven to be the publisher’s' },
  'job.not_found': { status: 404, exit: 1, title: 'There is no such job' },
  'job.running': { status: 409, exit: 1, title: 'The job is running already' },

  'submission.not_found': { status: 404, exit: 1, title: 'There is no such submission' },
  'submission.wrong_state': {
    status: 409,
    exit: 1,
    title: 'The submission is not in a state that allows this',
  },
  'submission.claimed': { status: 409, exit: 1, title: 'Another reviewer has the submission' },
  'submission.mismatch': { status: 422, exit: 1, title: 'The form says something else than the archive' },
  'unpublish.refused': { status: 409, exit: 7, title: 'The version cannot be taken back any more' },
  'submission.refused': { status: 422, exit: 7, title: 'The submission did not pass the checks' },
  'pricing.invalid': { status: 422, exit: 2, title: 'The price is not valid' },
  'billing.unavailable': { status: 409, exit: 1, title: 'The registry takes no payments' },
  'billing.failed': { status: 502, exit: 1, title: 'The payment service failed' },
  'billing.event_refused': { status: 400, exit: 1, title: 'The payment event is not authentic' },
  'purchase.not_needed': { status: 409, exit: 1, title: 'There is nothing to buy' },
  'entitlement.required': { status: 403, exit: 6, title: 'The package must be bought first' },
  'entitlement.not_found': { status: 404, exit: 1, title: 'There is no such entitlement' },
  'entitlement.code_invalid': { status: 422, exit: 6, title: 'The code is wrong, used up or expired' },
  'licence.invalid': { status: 422, exit: 3, title: 'The licence is not valid' },
  'licence.expired': { status: 403, exit: 6, title: 'The licence has expired' },
  'artifact.url_refused': { status: 403, exit: 6, title: 'The download address is expired or altered' },
  'image.url_refused': { status: 403, exit: 6, title: 'The image address was not made by this registry' },
  'image.unusable': { status: 502, exit: 1, title: 'The image cannot be shown' },
  'policy.refused': { status: 403, exit: 7, title: 'A policy refuses it' },
  'home.damaged': { status: 500, exit: 1, title: 'The Waybill home is damaged' },
  'operation.cancelled': { status: 499, exit: 1, title: 'The operation was cancelled' },
} as const satisfies Record<string, { status: number; exit: number; title: string }>

export type ErrorCode = keyof typeof errorCodes

export interface ErrorOptions {
  /** What the reader can do next, as one sentence. */
  hint?: string
  /** Facts for programs: field, entry, limit, expected, actual … */
  details?: Record<string, unknown>
  cause?: unknown
}

/** The one error class. `message` says what happened and to what; `hint` what to do next. */
export class WaybillError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: Record<string, unknown>

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'WaybillError'
    this.code = code
    this.hint = options.hint
    this.details = options.details ?? {}
  }

  /** HTTP status of this failure. */
  get status(): number {
    return errorCodes[this.code].status
  }

  /** Exit code of this failure. */
  get exit(): number {
    return errorCodes[this.code].exit
  }
}

/** True when `error` is a WaybillError with one of `codes` (or with any code when none is named). */
export function isWaybillError(error: unknown, ...codes: ErrorCode[]): error is WaybillError {
  return error instanceof WaybillError && (codes.length === 0 || codes.includes(error.code))
}
