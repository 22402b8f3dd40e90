import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

it.each(files.filter(path => path.endsWith('.md')))('every path that %s names is there', (document) => {
  expect(pathsIn(readFileSync(document, 'utf8')).filter(path => !isThere(path))).toEqual([])
})
