import type { ColumnType, Generated } from 'kysely'
import type { CheckResult } from '../checks/index.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Listing } from './listing.ts'
import type { Action, State } from './submission.ts'

export type SubmissionTables = {
  submissions: {
    id: string
    publisher_id: number
    state: State
    submitter: string
    submitter_user: string | null
    upload_id: string
    name: string | null
    version: string | null
    /** Written as text, read as the object. */
    listing: ColumnType<Listing | null, string | null, string | null>
    release_notes: string | null
    breaking: Generated<boolean>
    checks: ColumnType<CheckResult[], string | undefined, string>
    checks_total: Generated<number>
    unfinished_checks: Generated<number>
    claimed_by: string | null
    claimed_until: Date | null
    decided_by: string | null
    appealed_at: Date | null
    queued_at: Date | null
    place_at_entry: number | null
    estimated_seconds: number | null
    decided_at: Date | null
    created_at: Date
    changed_at: Date
  }
  submission_uploads: {
    id: string
    submission_id: string
    number: number
    size: number
    sha256: string
    sha512: string
    key_id: string | null
    signature: Buffer | null
    bytes: Buffer | null
    upload: string | null
    created_at: Date
  }
  submission_events: {
    id: Generated<number>
    submission_id: string
    at: Date
    action: Action | 'upload'
    state: State
    actor: string
    why: string
  }
  submission_comments: {
    id: Generated<number>
    submission_id: string
    upload_id: string
    file: string | null
    line: number | null
    author: string
    text: string
    at: Date
  }
  screenshots: {
    id: string
    publisher_id: number
    bytes: Buffer
    width: number
    height: number
    sha256: string
    created_at: Date
  }
  /** Of accounts; read for its names alone. */
  publishers: { id: number; name: string; domain_verified_at: Date | null; ownership_changed_at: Date | null }
}

export const tables = (database: Database | Transaction) =>
  (database as Database).withTables<SubmissionTables>()
