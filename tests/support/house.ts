import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import process from 'node:process'
import ts from 'typescript'
import { root } from '../../server/setup.mjs'

/** What the product may be at most; the width holds for tests too. */
const LIMITS = {
  columns: 110,
  /** Blank lines and comments not counted. */
  functionLines: 60,
  /** Of the server's lines, in percent. */
  importShare: 12,
}

const WIDE = 120 // The figure of the table; what is checked is `columns`.
const SMALL_LINES = 20
const folders = ['shared', 'server', 'client']
const kinds = ['.ts', '.mjs', '.cjs', '.js', '.vue', '.css']
const SKIPPED = /(?:^|\/)(?:dist|migrations|node_modules|data)(?:\/|$)|\.d\.ts$/

interface House { path: string, lines: string[], imports: number, functions: Made[] }
interface Made { name: string, line: number, length: number }

/** Prints the table of the plan, and what is past a limit; the exit code says whether that is too much. */
export function inspectHouse(): number {
  const product = folders.flatMap(filesIn).map(read)
  const server = product.filter(({ path }) => path.startsWith('server/') && path.endsWith('.ts'))
  const past = [...product, ...filesIn('tests').map(read)].flatMap(tooWide).concat(product.flatMap(tooLong))
  const isFull = share(server) > LIMITS.importShare
  process.stdout.write(`${table(product, server)}\n${past.map(line => `${line}\n`).join('')}`)
  if (isFull) process.stdout.write(`more than ${LIMITS.importShare} % of the server's lines are imports\n`)
  return past.length > 0 || isFull ? 1 : 0
}

function table(product: House[], server: House[]): string {
  const lengths = server.map(({ lines }) => lines.length).sort((a, b) => a - b)
  const small = lengths.filter(length => length <= SMALL_LINES).length
  const lines = product.flatMap(file => file.lines)
  const functions = product.flatMap(file => file.functions)
  const wide = lines.filter(line => line.length > WIDE).length
  const rows = [
    ['server files', String(server.length)],
    ['server file, median lines', String(lengths[Math.floor(lengths.length / 2)])],
    [`server files of at most ${SMALL_LINES} lines`, percent(small / server.length)],
    ['import lines of the server', `${share(server).toFixed(1)} %`],
    ['product files', String(product.length)],
    [`product lines over ${WIDE} columns`, `${percent(wide / lines.length)} (${wide})`],
    ['longest product line', String(Math.max(...lines.map(line => line.length)))],
    ['longest product function', String(Math.max(...functions.map(({ length }) => length)))],
  ]
  return rows.map(([name, figure]) => `${name!.padEnd(36)} ${figure}`).join('\n')
}

const percent = (part: number) => `${(part * 100).toFixed(1)} %`
const share = (files: House[]) =>
  (100 * files.reduce((sum, { imports }) => sum + imports, 0))
  / files.reduce((sum, { lines }) => sum + lines.length, 0)

/** As the linter sees it: addresses and regular expressions can't be broken. */
const tooWide = ({ path, lines }: House): string[] =>
  lines.flatMap((line, at) =>
    line.length > LIMITS.columns && !/https?:\/\/|\/[^\n\r\\\u2028\u2029]*\\.*\/[a-z]*/.test(line)
      ? [`${path}:${at + 1}: ${line.length} columns`]
      : [],
  )

const tooLong = ({ path, functions }: House): string[] =>
  functions
    .filter(({ length }) => length > LIMITS.functionLines)
    .map(({ name, line, length }) => `${path}:${line}: ${name} has ${length} lines`)

function read(path: string): House {
  const text = readFileSync(join(root, path), 'utf8')
  const lines = text.replace(/\n$/, '').split('\n')
  const script = path.endsWith('.vue') ? scriptOf(text) : path.endsWith('.css') ? '' : text
  const source = ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true)
  const lineOf = (at: number) => source.getLineAndCharacterOfPosition(at).line
  /** Lines that say something: blank ones and comments make no function long. */
  const linesOf = (node: ts.Node) => script
    .slice(node.getStart(source), node.end)
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .length
  const functions: Made[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body)
      functions.push({ name: nameOf(node), line: lineOf(node.getStart(source)) + 1, length: linesOf(node) })
    ts.forEachChild(node, visit)
  }
  visit(source)
  const imports = source.statements
    .filter(ts.isImportDeclaration)
    .reduce((sum, node) => sum + lineOf(node.end) - lineOf(node.getStart(source)) + 1, 0)
  return { path, lines, imports, functions }
}

/** A component's script, on the lines where it stands. */
function scriptOf(text: string): string {
  const begin = text.search(/(?<=<script[^>]*>)/)
  if (begin < 0) return ''
  return text.slice(0, begin).replace(/[^\n]/g, '') + text.slice(begin, text.indexOf('</script>', begin))
}

function nameOf(node: ts.Node): string {
  const named = node as { name?: ts.Node }
  if (named.name) return named.name.getText()
  const { parent } = node
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : 'a function'
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && kinds.includes(extname(entry.name)))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .filter(path => !SKIPPED.test(path))
    .sort()
}

if (process.argv[1]?.endsWith('house.ts')) process.exitCode = inspectHouse()
