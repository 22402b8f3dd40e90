// Loaded before the server by --import: every clock in it is LITTLE_BEE_DAYS_LATER days ahead.
import { ServerResponse } from 'node:http'
import process from 'node:process'

const ahead = Number(process.env.LITTLE_BEE_DAYS_LATER) * 86_400_000
const Real = Date

globalThis.Date = class extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + ahead)
    else super(...parts)
  }

  static now() {
    return Real.now() + ahead
  }
}

/** Node writes the Date header by its own clock, and phones set theirs by that header. */
const { writeHead } = ServerResponse.prototype
ServerResponse.prototype.writeHead = function (...parts) {
  this.setHeader('date', new Date().toUTCString())
  return writeHead.apply(this, parts)
}
