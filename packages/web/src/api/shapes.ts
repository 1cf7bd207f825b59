import type { Answer } from './client.ts'

/** Shapes of the API that many pages show, by name. */

export type SearchAnswer = Answer<'/api/v1/search'>
export type PackageCard = SearchAnswer['results'][number]
export type FacetValue = SearchAnswer['facets']['category'][number]
export type OwnPackage = Answer<'/api/v1/account/packages'>['packages'][number]
export type VersionView = NonNullable<Answer<'/api/v1/packages/{name}'>['document']>['versions'][number]
