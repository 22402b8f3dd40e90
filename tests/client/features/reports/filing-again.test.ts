// @vitest-environment dom
import type { ReportView } from '#shared/reports/schemas.ts'
import type { AddressInfo } from 'node:net'
import type { PhoneServer } from '../../../support/client/page.ts'
import { createServer } from 'node:http'
import { refile } from '#client/features/reports/refile.ts'
import { beginDraft, draft } from '#client/sync/outbox-store/drafts.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import { photo } from '../../../support/client/commands.ts'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

const rider = me('courier')
const id = '01900000-0000-7000-8000-00000000aaaa'
let server: PhoneServer
freshPhone(() => ({ 'identity.me': rider, 'areas.tree': [], 'reports.nearby': [] }), given => server = given)

it('photos of the declined report stand in the form as what they are, and can be taken out', async () => {
  const [old, fresh] = [photo(), photo()]
  await saveSession({ me: rider, isSignedIn: true, signedInAt: 1 })
  await beginDraft({
    id,
    accountId: rider.accountId,
    kind: 'hazard',
    text: '井盖翘起',
    areaId: '420103006003',
    seenAt: 1_000,
    photos: [{ ...old, seenAt: 1_000, isKept: true }, { ...fresh, seenAt: 2_000 }],
    changedAt: 1,
  })
  await openPage(`/report/${id}`, { holder: rider })
  await expect.poll(text).toContain('带上了原来的 1 张照片，可以再拍，也可以去掉')
  expect(document.querySelectorAll('.grid__kept')).toHaveLength(1)
  await tap('去掉第 1 张')
  expect(text()).not.toContain('带上了原来的')
  await expect.poll(async () => (await draft(id))?.photos.map(({ hash }) => hash)).toEqual([fresh.hash])
})

const photos = [{ hash: 'a'.repeat(64), thumbhash: null }]
const declined = { kind: 'hazard', text: '井盖', place: null, areaId: '420103006003', seenAt: 1_000, photos }
const again = () => refile(declined as unknown as ReportView, rider.accountId)

it('says how many photos could not be fetched again', async () => {
  server.isDown = true
  await saveSession({ me: rider, isSignedIn: true, signedInAt: 1 })
  const { draft: begun, missing } = await again()
  expect([begun.photos, missing]).toEqual([[], 1])
})

it('goes on without a photo that does not come', async () => {
  await saveSession({ me: rider, isSignedIn: true, signedInAt: 1 })
  const asked = vi.fn()
  const silent = createServer(asked)
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    vi.useRealTimers()
    silent.close()
    silent.closeAllConnections()
  })
  const { port } = silent.address() as AddressInfo
  const { happyDOM } = window as unknown as { happyDOM: { setURL: (url: string) => void } }
  happyDOM.setURL(`http://127.0.0.1:${port}/`)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const filed = again()
  await vi.waitFor(() => expect(asked).toHaveBeenCalled())
  await vi.advanceTimersByTimeAsync(10_000)
  expect((await filed).missing).toBe(1)
})
