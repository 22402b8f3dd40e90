// Loaded before the server by --import: every clock in it is LITTLE_BEE_DAYS_LATER days ahead, or as far as
// its parent says while it runs.
import { ServerResponse } from 'node:http'
import process from 'node:process'

const DAY_MS = 86_400_000
let ahead = Number(process.env.LITTLE_BEE_DAYS_LATER) * DAY_MS
process.on('message', ({ daysLater }) => {
  ahead = daysLater * DAY_MS
  process.send({ daysLater })
})
process.channel?.unref() // It keeps nobody running.
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
