import { WaybillError } from '@waybill/core/errors'
import { authorize, type Actor } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import * as store from './store.ts'

/** The names of the packages that the registry shows first, in their order. */
export async function readFeatured(database: Database): Promise<{ packages: string[] }> {
  return { packages: (await store.featuredPackages(database)).map(({ name }) => name) }
}

/** Sets them, all at once. Throws `package.not_found` naming those that there are none of, or that offer nothing. */
export async function feature(
  database: Database,
  actor: Actor | undefined,
  names: readonly string[],
): Promise<{ packages: string[] }> {
  authorize(actor, 'package.feature')
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new WaybillError('usage.invalid', `${twice} is named twice.`, { hint: 'Name each package once.' })
  await database.transaction().execute(async (transaction) => {
    const unknown = await store.replaceFeatured(transaction, names)
    if (unknown.length === 0) return
    throw new WaybillError('package.not_found', `There is no package ${unknown.join(', ')} to show.`, {
      hint: 'Only packages with a version, or of a catalogue, can be shown. Nothing was changed.',
      details: { names: unknown },
    })
  })
  return { packages: [...names] }
}
