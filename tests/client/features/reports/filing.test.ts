// @vitest-environment dom
import { useSession } from '#client/app/session/session.ts'
import { saveShot } from '#client/features/reports/capture.ts'
import { fileDraft, joinReport, mendReturned, mendWaiting } from '#client/features/reports/filing.ts'
import { areaToSend, filing, followUpsOf, whereMissing } from '#client/features/reports/reports.ts'
import { saveDecisions } from '#client/sync/outbox-store/decisions.ts'
import { draft as draftOf, reopenAsDraft } from '#client/sync/outbox-store/drafts.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { FileReport } from '#shared/reports/schemas.ts'
import { Envelope } from '#shared/sync/protocol.ts'
import { createPinia, setActivePinia } from 'pinia'
import { parse } from 'valibot'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { rider } from './rider.ts'
import 'fake-indexeddb/auto'

const place = { latitude: 30.59, longitude: 114.3, accuracy: 9 }
const photo = { hash: 'a'.repeat(64), bytes: Uint8Array.of(1, 2, 3).buffer, seenAt: 1_000 }
const keep = (at: typeof place | null) =>
  saveShot([{ ...photo, ...at && { place: at } }], { accountId: rider.accountId, kind: null })

beforeEach(async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network'))) // A phone without a signal.
  setActivePinia(createPinia())
  await saveSession({ me: rider, isSignedIn: true })
  await useSession().load()
})

/** What waits to be sent about one report, as the door would read it. */
async function waitingFor(reportId: string) {
  const outbox = useOutbox()
  await outbox.load()
  return outbox.items.filter(({ envelope }) => (envelope.input as { reportId: string }).reportId === reportId)
}

describe('提交 without a signal', () => {
  it('turns the draft into a report that waits, with its photo, and the draft is gone', async () => {
    const draft = await keep(place)
    await fileDraft(useOutbox(), draft, rider.areaId)
    const [item] = await waitingFor(draft.id)
    expect(parse(FileReport, item?.envelope.input)).toEqual({
      reportId: draft.id,
      kind: 'other',
      text: '',
      place,
      photos: [photo.hash],
      seenAt: 1_000,
    })
    expect(item?.photos).toEqual([photo.hash])
    expect(new Uint8Array((await useOutbox().photoBytes(photo.hash))!)).toEqual(new Uint8Array(photo.bytes))
    expect(await draftOf(draft.id)).toBeUndefined()
  })

  it('an input that the server would refuse is not saved: it is said why, the draft stays', async () => {
    const draft = await keep(place)
    const file = (change: object) => fileDraft(useOutbox(), { ...draft, ...change }, rider.areaId)
    await expect(file({ photos: [] })).rejects.toThrow('照片不在这台手机上了，请重新拍一张')
    for (const accuracy of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(file({ place: { ...place, accuracy } })).rejects.toThrow('照片的位置不对')
    await expect(file({ seenAt: -1 })).rejects.toThrow('拍照的时间不对')
    expect(await waitingFor(draft.id)).toEqual([])
    expect(await draftOf(draft.id)).toBeDefined()
  })

  it('the note on the phone\'s clock is sent, and survives every change of the report', async () => {
    const clock = { serverAt: 1_795_000_000_000, phoneAt: 1_795_000_100_000 }
    localStorage.setItem('little-bee-clock', JSON.stringify(clock))
    const shot = { ...photo, picked: { at: 1_000, isShot: true, clock } }
    const draft = await saveShot([shot], { accountId: rider.accountId, kind: null })
    await fileDraft(useOutbox(), (await draftOf(draft.id))!, rider.areaId)
    const [item] = await waitingFor(draft.id)
    const seen = { seenAt: 1_000, seenClock: clock }
    expect(parse(Envelope, item!.envelope)).toMatchObject({ clock, input: seen })
    const fields = { kind: 'other' as const, text: '', place, spot: undefined, areaId: undefined }
    await mendWaiting(useOutbox(), item!, filing(item!)!, fields)
    expect(filing((await waitingFor(draft.id))[0]!)).toMatchObject({ place, seenClock: clock })
    await saveDecisions(rider.accountId, [{
      key: item!.key,
      verdict: { status: 'refused', refusal: { code: 'photo.broken', hash: 'b'.repeat(64) } },
    }])
    await useOutbox().load()
    const { key } = useOutbox().returned.find(({ envelope }) => envelope.id === item!.envelope.id)!
    await reopenAsDraft(key)
    await fileDraft(useOutbox(), (await draftOf(draft.id))!, rider.areaId)
    expect(filing((await waitingFor(draft.id))[0]!)).toMatchObject(seen)
    localStorage.clear()
  })

  it('an invalid note is left out', async () => {
    const draft = await keep(place)
    localStorage.setItem('little-bee-clock', '{"serverAt":-1}')
    await fileDraft(useOutbox(), draft, null)
    expect((await waitingFor(draft.id))[0]!.envelope).not.toHaveProperty('clock')
    localStorage.clear()
  })

  it('without a place takes the community in which the rider registered', async () => {
    const draft = await keep(null)
    await fileDraft(useOutbox(), draft, rider.areaId)
    const [item] = await waitingFor(draft.id)
    expect(filing(item!)).toMatchObject({ areaId: rider.areaId })
    expect(filing(item!)).not.toHaveProperty('place')
  })

  it('我也看到了 joins the other report and files no second one', async () => {
    const draft = await keep(place)
    const other = '01900000-0000-7000-8000-0000000000aa'
    await joinReport(useOutbox(), other, draft.id)
    expect((await waitingFor(other)).map(({ envelope }) => envelope.name)).toEqual(['reports.support'])
    expect(await waitingFor(draft.id)).toEqual([])
    expect(await draftOf(draft.id)).toBeUndefined()
  })
})

describe('mending a report that waits', () => {
  const fields = { kind: 'hazard' as const, text: ' 井盖松了 ', place, spot: undefined, areaId: undefined }
  const gone = { key: 999_999, envelope: { id: 'gone', name: 'reports.file', input: {}, madeAt: 1 } }

  it('changes it in place, and its photos stay', async () => {
    const draft = await keep(place)
    await fileDraft(useOutbox(), draft, null)
    const [item] = await waitingFor(draft.id)
    await mendWaiting(useOutbox(), item!, filing(item!)!, fields)
    const mended = await waitingFor(draft.id)
    expect(mended.map(({ envelope }) => envelope.name)).toEqual(['reports.file'])
    expect(filing(mended[0]!)).toMatchObject({
      kind: 'hazard',
      text: '井盖松了',
      photos: [photo.hash],
      seenAt: 1_000,
    })
  })

  it('does not save an input that the server would refuse', async () => {
    const draft = await keep(place)
    await fileDraft(useOutbox(), draft, null)
    const [item] = await waitingFor(draft.id)
    const nowhere = { ...place, accuracy: Number.POSITIVE_INFINITY }
    await expect(mendWaiting(useOutbox(), item!, filing(item!)!, { ...fields, place: nowhere }))
      .rejects
      .toThrow('位置不对')
    await expect(mendReturned(useOutbox(), 1, filing(item!)!, { ...fields, text: '长'.repeat(501) }))
      .rejects
      .toThrow('说明太长')
    expect(filing((await waitingFor(draft.id))[0]!)).toMatchObject({ kind: 'other', place })
  })

  it('sends the change as a second command if the report has left meanwhile', async () => {
    const reportId = '01900000-0000-7000-8000-0000000000bb'
    await mendWaiting(
      useOutbox(),
      gone,
      { reportId, kind: 'other', text: '', photos: [photo.hash], seenAt: 1_000 },
      fields,
    )
    const [item] = await waitingFor(reportId)
    expect(item?.envelope).toMatchObject({
      name: 'reports.amend',
      input: { reportId, kind: 'hazard', text: '井盖松了', place },
    })
  })

  it('removes a wrong place by a second command if the report has left', async () => {
    const reportId = '01900000-0000-7000-8000-0000000000bd'
    await mendWaiting(
      useOutbox(),
      gone,
      { reportId, kind: 'other', text: '', place, photos: [photo.hash], seenAt: 1_000 },
      { ...fields, place: undefined },
    )
    const [item] = await waitingFor(reportId)
    expect(item?.envelope).toMatchObject({ name: 'reports.amend', input: { reportId, place: null } })
  })

  it('a step that waits is named on the report itself', async () => {
    const reportId = '01900000-0000-7000-8000-0000000000cc'
    await useOutbox().enqueue('reports.rate', { reportId, fixed: true, score: 5 })
    await waitingFor(reportId)
    expect(followUpsOf(useOutbox().items, reportId)).toMatchObject([
      { name: 'reports.rate', words: expect.stringContaining('评价') },
    ])
    expect(followUpsOf(useOutbox().items, rider.accountId)).toEqual([])
  })
})

const beijing = { latitude: 40, longitude: 116.5 }
it.each([
  ['an area picked by hand goes along with the place', { place, areaId: '420103001' }, '420103001'],
  ['a place alone says enough', { place, areaId: undefined }, undefined],
  [
    'a place in another city, as an old photo has it, says nothing: the registered area does',
    { place: beijing, areaId: undefined },
    rider.areaId,
  ],
  ['without a place the registered area says where', { place: undefined, areaId: undefined }, rider.areaId],
])('%s', (_, where, area) => {
  expect(areaToSend(where, rider.areaId)).toBe(area)
})

it('who has registered nowhere is told what is missing of where it was', () => {
  expect(whereMissing({ place, areaId: undefined }, null)).toBeUndefined()
  expect(whereMissing({ place: beijing, areaId: '420103001' }, null)).toBeUndefined()
  expect(whereMissing({ place: beijing, areaId: undefined }, rider.areaId)).toBeUndefined()
  expect(whereMissing({ place: beijing, areaId: undefined }, null)).toBe('位置不在本市：调整位置或选社区')
  expect(whereMissing({ place: undefined, areaId: undefined }, null)).toBe('还差地点：点“定位”或选社区')
})
