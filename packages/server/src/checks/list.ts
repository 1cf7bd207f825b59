import { archive } from './archive.ts'
import { changelog } from './changelog.ts'
import type { Check } from './check.ts'
import { license } from './license.ts'
import { lookAlike } from './look-alike.ts'
import { manifest } from './manifest.ts'
import { nativeBinaries } from './native-binaries.ts'
import { permissions } from './permissions.ts'
import { readme } from './readme.ts'
import { screenshots } from './screenshots.ts'
import { signature } from './signature.ts'
import { size } from './size.ts'
import { tests } from './tests.ts'

/** Every check, in the order in which they are done: what is quick and fundamental first. */
export const checks: readonly Check[] = [
  archive,
  manifest,
  signature,
  size,
  lookAlike,
  license,
  readme,
  changelog,
  screenshots,
  nativeBinaries,
  permissions,
  tests,
]
