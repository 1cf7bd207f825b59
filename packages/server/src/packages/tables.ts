import type { ColumnType, Generated } from 'kysely'
import type { PackageListing as Listing } from '@waybill/core/documents'
import type { Manifest } from '@waybill/core/manifest'

export type PackageTables = {
  /** Of accounts; read for its names alone. */
  publishers: { id: number; name: string }
  packages: {
    id: Generated<number>
    name: string
    look_alike: string
    publisher_id: number
    created_at: Date
    /** What the package shows of itself besides its manifests; written as text. */
    listing: ColumnType<Listing | null, string | null, string | null>
    /** Artifacts that are published from now on are for those alone who are entitled. */
    gated: Generated<boolean>
  }
  versions: {
    id: Generated<number>
    package_id: number
    version: string
    category: string
    /** Written as text, read as the object. */
    manifest: ColumnType<Manifest, string, string>
    published_at: Date
    yanked_at: Date | null
    yank_reason: string | null
    release_notes: string | null
    breaking: boolean
    unpublished_at: Date | null
    unpublish_reason: string | null
    /** Source of the README, its file, and why it is cut or absent. */
    readme: string | null
    readme_file: string | null
    readme_note: string | null
    /** Published before READMEs were kept, and not looked at since. */
    readme_pending: Generated<boolean>
  }
  /** Markdown as it is shown; made when first asked for, again when `renderer` is another. */
  rendered_texts: {
    version_id: number
    part: 'readme' | 'notes'
    renderer: string
    html: string
    /** Why it is shown as plain text. */
    failure: string | null
    made_at: Date
  }
  artifacts: {
    id: Generated<number>
    version_id: number
    platform: string
    format: 'tar.gz' | 'zip'
    path: string
    size: number
    sha256: string
    sha512: string
    key_id: string
    signature: Buffer
    bytes: Buffer | null
    upload: string | null
    gated: Generated<boolean>
  }
}

/** An artifact whose bytes are still to be brought into the tree: from here, or from a file of the uploads folder. */
export interface WaitingArtifact {
  id: number
  path: string
  bytes: Buffer | null
  upload: string | null
  /** It goes where only who is entitled gets it. */
  gated: boolean
}
