import type { RunningServer } from '../support/server.ts'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBackup } from '#server/programs/backup/make-backup.ts'
import { restoreBackup } from '#server/programs/backup/restore-backup.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { barePhone, barePhoto, complaint, report } from '../support/bare-phone.ts'
import { startServer } from '../support/server.ts'
import { openWire } from '../support/wire.ts'

let server: RunningServer
let safe: string
beforeEach(async () => {
  server = await startServer()
  safe = mkdtempSync(join(tmpdir(), 'little-bee-safe-'))
})
afterEach(async () => {
  await server.remove()
  rmSync(safe, { recursive: true, force: true })
})

it('21: after the database came back from an older backup, what phones hold arrives, once', async () => {
  const phone = await barePhone(server.url, '13800002421')
  const wire = await openWire(server.url)
  const dataOfCity = {
    databaseUrl: `file:${join(server.dataDir, 'little-bee.sqlite')}`,
    dataDir: server.dataDir,
  }
  const [before, after] = [await barePhoto(), await barePhoto()]

  // Before the backup: one report answered, one complaint whose answer is lost on the way.
  await phone.put(server.url, before)
  const answered = report('备份之前', [before.hash])
  expect(await phone.send(server.url, answered)).toMatchObject([{ status: 'accepted' }])
  const unheard = complaint('备份之前，没听到答复')
  wire.cutNext({ side: 'answer', after: 0 })
  await expect(phone.send(wire.url, unheard)).rejects.toThrow()
  await expect.poll(() => phone.ask(server.url, 'voices.mine')).toHaveLength(1)
  await makeBackup(dataOfCity, join(safe, 'backup'), new Date())

  // After it: a photo the phone knows to be there, and its report, committed and never answered.
  expect((await phone.put(server.url, after)).status).toBe(201)
  const lost = report('备份之后', [after.hash])
  wire.cutNext({ side: 'answer', after: 0 })
  await expect(phone.send(wire.url, lost)).rejects.toThrow()
  await expect
    .poll(async () => ((await phone.ask(server.url, 'reports.mine')) as { reports: unknown[] }).reports)
    .toHaveLength(2)
  const told = await phone.send(server.url, report('备份之后，听到答复', [before.hash]))
  await server.kill()
  await restoreBackup(dataOfCity, join(safe, 'backup'), { force: true, now: new Date() })
  wire.close()

  server = await startServer({ dataDir: server.dataDir })
  const texts = async () => {
    const answer = await phone.ask(server.url, 'reports.mine')
    return (answer as { reports: { text: string }[] }).reports.map(({ text }) => text).sort()
  }
  expect(await texts()).toEqual(['备份之前'])
  expect(await phone.send(server.url, unheard, lost)).toMatchObject([
    { status: 'accepted' },
    { status: 'retry', missingPhotos: [after.hash] },
  ])
  expect((await phone.put(server.url, after)).status).toBe(201)
  expect(await phone.send(server.url, lost)).toMatchObject([{ status: 'accepted' }])
  expect(await phone.send(server.url, unheard, lost, answered)).toMatchObject([
    { status: 'accepted' },
    { status: 'accepted' },
    { status: 'accepted' },
  ])
  expect(await texts()).toEqual(['备份之前', '备份之后'].sort())
  expect(await phone.ask(server.url, 'voices.mine')).toHaveLength(1)

  // The number of a report that the backup lacks was told to somebody: no other report gets it.
  const numberIn = (replies: unknown) => (replies as { result: { number: number } }[])[0]!.result.number
  const next = await phone.send(server.url, report('恢复之后', [before.hash]))
  expect(numberIn(told)).toBe(3)
  expect(numberIn(next)).toBe(1003)
})

it('what the city writes is for its own user alone', async () => {
  const phone = await barePhone(server.url, '13800002422')
  await phone.put(server.url, await barePhoto())
  const open = (readdirSync(server.dataDir, { recursive: true, withFileTypes: true }))
    .filter(each => each.isFile() && (statSync(join(each.parentPath, each.name)).mode & 0o077) !== 0)
    .map(({ name }) => name)
  expect(open).toEqual([])
})
