// Loaded before the server by --import: the power fails in the instant between a statement that
// LITTLE_BEE_DIES_AFTER matches and its commit.
import process from 'node:process'
import Sqlite from 'better-sqlite3'

const fatal = new RegExp(process.env.LITTLE_BEE_DIES_AFTER)
const { prepare } = Sqlite.prototype
let hasRun = false

Sqlite.prototype.prepare = function (text) {
  const statement = prepare.call(this, text)
  const before = (method, act) => {
    const plain = statement[method]
    statement[method] = function (...values) {
      act()
      return plain.apply(this, values)
    }
  }
  if (fatal.test(text)) {
    for (const method of ['run', 'get', 'all']) before(method, () => hasRun = true)
  }
  if (text === 'COMMIT') before('run', () => hasRun && process.kill(process.pid, 'SIGKILL'))
  return statement
}
