import { describe, expect, test } from 'vitest'
import type { CheckResult } from './index.ts'
import { goodFiles, goodManifest, previousOf, resultOf, subjectOf } from './test/subject.ts'

/** The permissions check of a plugin with this code, under a `[permissions]` table. */
async function judged(code: string | Record<string, string>, table = '', extra = ''): Promise<CheckResult> {
  const sources = typeof code === 'string' ? { 'index.js': code } : code
  const manifest = `${goodManifest}${extra}[permissions]\n${table}\n`
  return resultOf('permissions', await subjectOf({ ...goodFiles, ...sources, 'plugin.toml': manifest }))
}

const texts = ({ evidence }: CheckResult) => evidence.map(({ text }) => text).join('\n')

describe('what is used and not declared fails', () => {
  const cases: Record<string, [permission: string, ...codes: string[]]> = {
    'the filesystem': [
      'filesystem',
      `const f = require('fs'); f.readFileSync('x')`,
      `import * as files from 'node:fs'\nfiles.rmSync('x')`,
      `import { readFile as r } from 'fs/promises'\nawait r('x')`,
      `export { readFile } from 'node:fs'`,
      `export * from 'fs'`,
      `const { readFile } = await import('node:fs')`,
      `import('fs').then((m) => m.readFileSync('x'))`,
      `require('f' + 's')`,
      'require(`fs`)',
      `const name = 'fs'; require(name)`,
      `module.require('fs')`,
      `require.main.require('fs')`,
      `process.getBuiltinModule('fs').readFileSync('x')`,
      `const { getBuiltinModule: get } = process; get('fs')`,
      `import { createRequire } from 'module'\nconst r = createRequire(import.meta.url)\nr('fs')`,
      `globalThis['req' + 'uire']('fs')`,
      `const r = require; r('fs')`,
      `var r; r = require; r("fs")`,
      `__require("fs")`,
      `n("node:fs")`,
      `(0, require)('fs')`,
      `Deno.readTextFile('x')`,
      `Bun.file('x')`,
    ],
    'the network': [
      'network',
      `fetch('https://x.example')`,
      `globalThis.fetch('https://x.example')`,
      `global['fetch']('https://x.example')`,
      `self.window['fe' + 'tch']('https://x.example')`,
      `const g = globalThis; const { fetch: f } = g; f('https://x.example')`,
      `const f = globalThis?.fetch; f?.('https://x.example')`,
      `(function () { this.fetch('https://x.example') })()`,
      `(function (w) { w.fetch('https://x.example') })(globalThis)`,
      `Function('return this')().fetch('https://x.example')`,
      `{ let fetch = 1 } fetch('https://x.example')`,
      `function f(a = fetch) { var fetch; a('https://x.example') }`,
      `switch (fetch('https://x.example')) { default: let fetch }`,
      `new WebSocket('wss://x.example')`,
      `new XMLHttpRequest()`,
      `navigator.sendBeacon('https://x.example', '')`,
      `import https from 'node:https'`,
      `const {request} = require('http')`,
      `require('net'); require('tls')`,
      `import 'https://x.example/code.js'`,
      `Deno.connect({ port: 1 })`,
      `x <!--/*\nfetch('https://x.example')\n//*/`,
      `e=>{var t=globalThis;return t.fetch(e)}`,
    ],
    subprocess: [
      'subprocess',
      `const{execSync:e}=require("child_process");e("ls")`,
      `import { Worker } from 'node:worker_threads'`,
      `new Worker('x.js')`,
      `require('cluster')`,
      `new Deno.Command('ls')`,
      'Bun.$`ls`',
    ],
    environment: [
      'environment',
      `x = process.env.SECRET`,
      `const { env } = process`,
      `const { env: { SECRET } } = process`,
      `import { env } from 'node:process'\nconsole.log(env.SECRET)`,
      `import process from 'process'\nconsole.log(process.env)`,
      `const p = require('process'); f(p.env[x])`,
      `x = globalThis.process?.env`,
      `Deno.env.get('SECRET')`,
    ],
    'native code': [
      'native-code',
      `require('./build/x.node')`,
      `process.dlopen(module, 'x')`,
      `process.binding('fs')`,
      `const b = process['bind' + 'ing']`,
    ],
    'dynamic code': [
      'dynamic-code',
      `eval('1')`,
      `(0, eval)('1')`,
      `const e = eval; e('1')`,
      `new Function('return 1')`,
      `Function('return 1')()`,
      `(() => 0).constructor('return 1')`,
      `''.constructor.constructor('return 1')`,
      `setTimeout('alert(1)', 1)`,
      `import vm from 'vm'`,
      `import('data:text/javascript,1')`,
    ],
  }
  for (const [what, [permission, ...codes]] of Object.entries(cases))
    test.each(codes)(`${what}: %s`, async (code) => {
      const result = await judged(code)
      expect(result.status, JSON.stringify(result)).toBe('fail')
      expect(result.summary).toContain(`“${permission}”`)
      // And what is declared is enough.
      const all = `network = true\nfilesystem = true\nsubprocess = true\nenvironment = true\nnative-code = true\ndynamic-code = true`
      expect((await judged(code, all)).status).not.toBe('fail')
    })

  test('in TypeScript too, with file, line and text', async () => {
    const code = `import type { Stats } from 'node:fs'\n\nexport function load(url: string): Promise<Response> {\n  return fetch(url)\n}\n`
    const result = await judged({ 'src/load.ts': code })
    expect(result).toMatchObject({ status: 'fail', summary: expect.not.stringContaining('filesystem') })
    expect(result.evidence).toEqual([
      { file: 'src/load.ts', line: 4, text: 'network is not declared: return fetch(url)' },
    ])
  })

  test('in minified code the evidence is the place, not the line', async () => {
    const result = await judged(
      `${'var a=1;'.repeat(5000)}fetch("https://x.example");${'var b=2;'.repeat(5000)}`,
    )
    expect(result.evidence[0]).toMatchObject({
      line: 1,
      text: expect.stringContaining('fetch("https://x.example")'),
    })
    expect(result.evidence[0]!.text.length).toBeLessThanOrEqual(300)
  })

  test('in scripts without an ending, and in whatever the entry point is called', async () => {
    expect((await judged({ 'bin/tool': '#!/usr/bin/env node\nfetch("x")' })).status).toBe('fail')
    expect((await judged({ 'start.txt': 'fetch("x")' }, '', 'main = "start.txt"\n')).status).toBe('fail')
  })
})

describe('what is not used does not count', () => {
  test.each([
    `// fetch('https://x.example') and require('fs')`,
    `const text = "fetch('x'); eval('y')"`,
    `function load(fetch) { return fetch('x') }`,
    `import { fetch } from './mine.js'\nfetch('x')`,
    `const require = (name) => name; require('./x')`,
    `class Store { fetch() { return this.fetch } }; new Store().fetch('x')`,
    `const api = { fetch() {}, eval: 1 }; api.fetch('x')`,
    `export * as fetch from './mine.js'`,
    `typeof fetch === 'function'`,
    `if (typeof process !== 'undefined' && process.versions) console.log(process.platform)`,
    `process.env.NODE_ENV === 'production'`,
    `try {} catch (eval_) { eval_('x') }`,
    `f instanceof Function; Function.prototype.call.bind(f)`,
    `const root = typeof globalThis !== 'undefined' ? globalThis : self; root.mine = 1`,
    `for (const fetch of list) fetch('x')`,
    `setTimeout(() => 1, 10)`,
    `import path from 'node:path'; import { createHash } from 'crypto'`,
  ])('%s', async (code) => {
    const result = await judged(code)
    expect(result, JSON.stringify(result)).toMatchObject({ status: 'pass', evidence: [] })
  })
})

describe('what cannot be judged is shown to the reviewer', () => {
  test.each([
    ['require(name)', 'computed'],
    ['import(`./plugins/${name}.js`)', 'computed'],
    ['globalThis[name]()', 'global object'],
    ['hand(globalThis)', 'global object'],
    ['hand(require)', 'require'],
    ['module.exports = process', 'process'],
    ['with (x) { y() }', 'with'],
    [`Object.getPrototypeOf(f).constructor('return 1')`, 'constructor'],
    ['hand(...[globalThis])', 'global object'],
    [`require('./payload.txt')`, 'ending'],
    [`require('/etc/init.js')`, 'outside'],
    ['let = {', 'could not be parsed'],
  ])('%s', async (code, why) => {
    const result = await judged(code)
    expect(result.status, JSON.stringify(result)).toBe('warn')
    expect(texts(result)).toContain(why)
    expect(result.evidence[0]).toMatchObject({ file: 'index.js', line: 1 })
  })

  test('types that cannot be taken away, other languages, and files that are too large', async () => {
    expect(texts(await judged({ 'a.ts': 'enum Colour { Red }' }))).toContain('could not be parsed')
    expect(texts(await judged({ 'setup.py': 'import os' }))).toContain('cannot be judged')
    const result = await judged({ 'big.js': `fetch("x")\n${'// more\n'.repeat(300_000)}` })
    expect(result).toMatchObject({ status: 'warn', evidence: [{ file: 'big.js' }] })
  })

  test('code that is made to break the parser', async () => {
    const deep = await judged({
      'deep.js': `x = ${'['.repeat(300_000)}`,
      'sum.js': `fetch("x")${'+1'.repeat(200_000)}`,
    })
    expect(['warn', 'fail']).toContain(deep.status)
    expect(deep.evidence.map(({ file }) => file)).toContain('deep.js')
  })
})

test('names that are given many values, each made from others, do not hold it up', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `n${i}`)
  const code = names.flatMap((name) => names.map((other, i) => `${name} = ${other} + ${i}`)).join('\n')
  const result = await judged(`var ${names.join()}\n${code}\nrequire(n0 + n1)\nn2[n3 + n4] = globalThis[n5]`)
  expect(result.status).toBe('warn')
  expect(texts(result)).toContain('computed')
  expect(texts(result)).not.toContain('parsed')
})

describe('lists', () => {
  const network = 'network = ["https://api.example.org", "*.example.net"]'
  test.each([
    [`fetch('https://api.example.org/v1')`, 'pass'],
    ['fetch(`https://api.example.org/${id}`)', 'pass'],
    [`const base = 'https://api.example.org'; fetch(base + '/v1/' + id)`, 'pass'],
    [`fetch(new URL('/v1', 'https://api.example.org'))`, 'pass'],
    [`new WebSocket('wss://api.example.org:443/live')`, 'pass'],
    [`fetch('http://a.b.example.net/')`, 'pass'],
    [`require('https').get({ hostname: 'api.example.org', path: p })`, 'pass'],
    [`fetch('http://api.example.org/v1')`, 'fail'],
    [`fetch('https://api.example.org:8443/')`, 'fail'],
    [`fetch('https://api.example.org.evil.example/')`, 'fail'],
    [`fetch('https://api.example.org@evil.example/')`, 'fail'],
    [`fetch('https://example.net/')`, 'fail'],
    [`require('net').connect(443, 'evil.example')`, 'fail'],
    [`import { get } from 'node:https'\nget({ host: 'evil.example' })`, 'fail'],
    ['fetch(`https://api.example.org${id}`)', 'warn'],
    ['fetch(url)', 'warn'],
  ])('network: %s → %s', async (code, status) => {
    const result = await judged(code, network)
    expect(result.status, JSON.stringify(result)).toBe(status)
  })

  test.each([
    [`import fs from 'fs'\nfs.readFileSync('x')`, 'pass'],
    [`import { readFile } from 'fs/promises'`, 'pass'],
    [`require('fs').promises.readFile('x')`, 'pass'],
    [`const fs = require('fs'); fs.writeFileSync('x', '')`, 'fail'],
    [`const { promises: { unlink } } = require('fs')`, 'fail'],
    [`hand(require('fs'))`, 'warn'],
    [`require('fs').open('x', flags)`, 'warn'],
  ])('reading alone: %s → %s', async (code, status) => {
    const result = await judged(code, 'filesystem = "read"')
    expect(result.status, JSON.stringify(result)).toBe(status)
  })

  test('environment variables by name, and those of the configuration', async () => {
    const table = 'environment = ["HOME"]'
    expect((await judged('x = process.env.HOME', table)).status).toBe('pass')
    expect((await judged('x = process.env.SECRET', table)).status).toBe('fail')
    expect((await judged('hand({ ...process.env })', table)).status).toBe('fail')
    expect((await judged('x = process.env[name]', table)).status).toBe('warn')
    const config = '[config.key]\ntype = "string"\nenv = "WEATHER_KEY"\n'
    expect((await judged('x = process.env.WEATHER_KEY', '', config)).status).toBe('pass')
  })

  test('a reason in words covers everything; false and an empty list cover nothing', async () => {
    const code = `fetch(url)\nrequire('fs').rmSync('x')`
    expect((await judged(code, 'network = "asks the weather service"\nfilesystem = true')).status).toBe(
      'pass',
    )
    expect((await judged(code, 'network = false\nfilesystem = []')).summary).toMatch(
      /network.*filesystem|filesystem.*network/,
    )
  })
})

describe('what is declared', () => {
  test('and not used is a warning; names of the host’s own are left to the reviewer', async () => {
    const result = await judged('export default 1', 'network = true\nwallet = true')
    expect(result.status).toBe('warn')
    expect(texts(result)).toContain('“network”')
    expect(texts(result)).not.toContain('wallet')
  })

  test('and has grown since the last version is listed', async () => {
    const before = `${goodManifest.replace('1.2.0', '1.1.0')}[permissions]\nnetwork = ["https://a.example"]\nwallet = false\n`
    const now = `${goodManifest}[permissions]\nnetwork = ["https://a.example", "https://b.example"]\nwallet = true\n`
    const files = { ...goodFiles, 'plugin.toml': now, 'index.js': 'fetch("https://b.example/")' }
    const result = await resultOf('permissions', await subjectOf(files, { previous: previousOf(before) }))
    expect(result.status).toBe('warn')
    expect(texts(result)).toContain('extended since the last version by https://b.example')
    expect(texts(result)).toContain('“wallet” is new')
  })
})
