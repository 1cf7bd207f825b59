import { expect, test } from 'vitest'
import { advisoriesSchema, openAdvisories } from './advisories.ts'

test('OSV documents become requirements; withdrawn ones fall away, unknown severities count as critical', () => {
  const document = advisoriesSchema.parse({
    schema: 1,
    advisories: [
      {
        id: 'WB-1',
        affected: [
          {
            package: { name: 'a', ecosystem: 'x' },
            ranges: [
              {
                type: 'SEMVER',
                events: [
                  { introduced: '0' },
                  { fixed: '1.2.0' },
                  { introduced: '2.0.0' },
                  { last_affected: '2.1.0' },
                ],
              },
            ],
            versions: ['3.0.0'],
          },
        ],
        database_specific: { severity: 'MODERATE' },
      },
      { id: 'WB-2', withdrawn: '2026-01-01T00:00:00Z', affected: [{ package: { name: 'a' } }] },
      {
        id: 'WB-3',
        affected: [
          { package: { name: 'b' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '1.0.0' }] }] },
        ],
      },
    ],
  })
  expect(openAdvisories(document)).toEqual([
    {
      id: 'WB-1',
      package: 'a',
      affected: '=3.0.0 || >=0.0.0-0 <1.2.0 || >=2.0.0 <=2.1.0',
      severity: 'medium',
    },
    { id: 'WB-3', package: 'b', affected: '>=1.0.0', severity: 'critical' },
  ])
})
