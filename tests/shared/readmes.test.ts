import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '#shared/commands.ts'
import { queries } from '#shared/queries.ts'
import { expect, it } from 'vitest'

const files = ['client', 'server', 'shared', 'tests']
  .flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(path => join(folder, path)))
  .concat(readdirSync('.'))
  .filter(path => !/node_modules|(?:^|\/)dist\//.test(path))

/** `a/{b,c}.ts` names two files. */
function spread(path: string): string[] {
  const [, before, inside, after] = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(path) ?? []
  return inside === undefined ? [path] : inside.split(',').flatMap(each => spread(`${before}${each}${after}`))
}

/** What a document names in backticks or as a link, as far as it is a path of the project. */
function pathsIn(text: string): string[] {
  const named = [...text.matchAll(/`([\w./{},-]+)`|\]\(([\w./-]+)/g)].map(([, code, link]) => code ?? link!)
  const isPath = /^[\w-].*(?:\/|\.(?:ts|vue|mjs|cjs|sql|md|css|json))$/
  const inDiagrams = [...text.matchAll(/[\w.-]+(?:\/[\w.-]+)*\.(?:ts|vue)\b/g)].map(([path]) => path)
  return [...named.flatMap(spread).filter(path => isPath.test(path)), ...inDiagrams]
}

const isThere = (path: string) => files.some(file => path.endsWith('/')
  ? `/${file}/`.includes(`/${path}`)
  : `/${file}`.endsWith(`/${path}`))

const documents = files.filter(path => path.endsWith('.md'))
const namedIn = (document: string, pattern: RegExp): string[] =>
  [...readFileSync(document, 'utf8').matchAll(pattern)].map(([, name]) => name!)

it.each(documents)('every path that %s names is there', (document) => {
  expect(pathsIn(readFileSync(document, 'utf8')).filter(path => !isThere(path))).toEqual([])
})

it.each(documents)('every script that %s names can be run', (document) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }
  const named = namedIn(document, /\bnpm run (?:--silent )?([\w:-]*\w)/g)
  expect(named.filter(name => !(name in scripts))).toEqual([])
})

it.each(documents)('every command, query and refusal that %s names is there', (document) => {
  const known = Object.keys({ ...commands, ...queries })
  const domains = new Set(known.map(name => name.split('.')[0]!))
  const isRefusal = (name: string) => files.some(file =>
    /^shared\/.*refusals\.ts$/.test(file) && readFileSync(file, 'utf8').includes(`'${name}'`))
  const named = namedIn(document, /`([a-z]+\.[a-z][A-Za-z]+)`/g)
    .filter(name => domains.has(name.split('.')[0]!) && name !== 'console.error')
  expect(named.filter(name => !known.includes(name) && !isThere(name) && !isRefusal(name))).toEqual([])
})
