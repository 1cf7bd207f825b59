import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const base = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  pool: 'forks' as const,
  // Nothing of a test may reach the developer's own home.
  env: { WAYBILL_HOME: join(tmpdir(), `waybill-tests-${userInfo().uid}`) },
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...base,
          name: 'unit',
          include: [
            'packages/{core,client,cli,testkit,web}/src/**/*.test.ts',
            'packages/server/src/platform/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...base,
          name: 'registry',
          include: ['packages/server/src/**/*.test.ts', 'e2e/**/*.test.ts'],
          exclude: ['packages/server/src/platform/**'],
          globalSetup: ['packages/testkit/src/global-setup.ts'],
        },
      },
    ],
  },
})
