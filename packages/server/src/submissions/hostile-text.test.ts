import { api } from '@waybill/core/paths'
import { peopleOf } from '@waybill/testkit/people'
import { packFiles, packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry.remove())

const verbs = ['get', 'post', 'put', 'patch', 'delete'] as const

test('no route of the API fails with a text that the database cannot keep', async () => {
  const admin = await peopleOf(registry).operator('ada@example.org', 'admin')
  const { paths } = (await admin.call('GET', api.openapi)).body as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
  }
  const failed: string[] = []
  let refused = 0
  for (const [path, item] of Object.entries(paths))
    for (const verb of verbs) {
      const operation = item[verb]
      if (!operation || path === api.session) continue
      const schema = operation.requestBody?.content['application/json']?.schema
      const call = async (what: string, at: string, body?: unknown) => {
        const answer = await admin.call(verb.toUpperCase(), at, body)
        if (answer.status >= 500) failed.push(`${verb} ${at} ${what}: ${answer.status}`)
        if (answer.status === 400 && /zero character/.test(answer.body.detail)) refused++
      }
      if (path.includes('{')) await call('in the path', path.replaceAll(/\{[^}]+\}/g, 'a%00b'))
      await call('in the query', `${path.replaceAll(/\{[^}]+\}/g, 'x')}?q=a%00b`)
      for (const bad of schema ? ['a\0b', 'a\ud800'] : [])
        await call('in the body', path.replaceAll(/\{[^}]+\}/g, 'x'), filled(schema ?? {}, bad))
    }
  expect(failed).toEqual([])
  expect(refused).toBeGreaterThan(100)
})

interface Schema {
  type?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  minimum?: number
}

/** A value of the schema, with the text wherever one fits. */
function filled(schema: Schema, text: string): unknown {
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (choice) return filled(choice, text)
  if (schema.const !== undefined || schema.enum) return schema.const ?? schema.enum?.[0]
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, each]) => [key, filled(each, text)]),
    )
  if (schema.items) return [filled(schema.items, text)]
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1)
  return schema.type === 'boolean' ? true : text
}

test('such a text in a form or in a manifest is refused by the field that has it', async () => {
  const acme = await registry.publisher('acme')
  const upload = await acme.upload(await packPlugin('texts', '1.0.0'), { submission: 'sub_\0' })
  expect(upload).toMatchObject({
    status: 400,
    body: { code: 'upload.malformed', details: { field: 'submission' } },
  })
  const manifest = '{ "package": { "name": "texts", "version": "1.0.0", "description": "a \\u0000 b" } }'
  const published = await acme.publish(await packFiles({ 'plugin.json': manifest }))
  expect(published).toMatchObject({ status: 422, body: { code: 'manifest.invalid' } })
  const half = manifest.replace('\\u0000', '\\ud800')
  expect(await acme.publish(await packFiles({ 'plugin.json': half }))).toMatchObject({ status: 422 })
})

test('a line number beyond every file is refused, not failed with', async () => {
  const reviewer = await peopleOf(registry).operator('rita@example.org', 'reviewer')
  const path = api.reviewComments.replace(':id', 'sub_x')
  const answer = await reviewer.call('POST', path, { text: 'x', file: 'a', line: 3_000_000_000 })
  expect(answer).toMatchObject({ status: 400, body: { details: { field: 'body.line' } } })
})
