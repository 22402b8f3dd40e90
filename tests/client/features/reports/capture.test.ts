// @vitest-environment dom
import type { Draft } from '#client/sync/outbox-store/drafts.ts'
import { useSession } from '#client/app/session/session.ts'
import { saveShot, takeIn } from '#client/features/reports/capture.ts'
import { useDrafting } from '#client/features/reports/drafting.ts'
import { fileDraft } from '#client/features/reports/filing.ts'
import { filing } from '#client/features/reports/reports.ts'
import { draft as draftOf, drafts, dropDraft } from '#client/sync/outbox-store/drafts.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { REPORT_PHOTOS_MAX } from '#shared/reports/schemas.ts'
import { createPinia, setActivePinia } from 'pinia'
import sharp from 'sharp'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { letPhoneHold } from '../../../support/client/full.ts'
import { rider } from './rider.ts'
import 'fake-indexeddb/auto'

const place = { latitude: 30.59, longitude: 114.3, accuracy: 9 }
const shot = (hash: string, seenAt = 1_000, at?: typeof place) => ({
  hash: hash.repeat(64),
  bytes: new ArrayBuffer(8),
  seenAt,
  picked: { at: seenAt, isShot: true },
  ...(at && { place: at }),
})
const fromCamera = (...files: File[]) => ({ files, isCamera: true })
async function picture(shade: number) {
  const jpeg = await sharp({
    create: { width: 16, height: 16, channels: 3, background: { r: shade, g: 0, b: 0 } },
  })
    .jpeg()
    .toBuffer()
  return new File([Uint8Array.from(jpeg)], 'photo.jpg')
}
const keep = (at?: typeof place) =>
  saveShot([shot('a', 1_000, at)], { accountId: rider.accountId, kind: null })

beforeEach(async () => {
  await saveSession({ me: rider, isSignedIn: true })
  for (const { id } of await drafts()) await dropDraft(id)
})

describe('the shutter', () => {
  it('alone keeps photo, place and time, and the words can wait', async () => {
    const { id } = await saveShot([shot('a', 5_000), shot('b', 3_000, place)], {
      accountId: rider.accountId,
      kind: null,
    })
    const kept = await draftOf(id)
    expect(kept).toMatchObject({ text: '', place, seenAt: 3_000 })
    expect(kept?.photos.map(({ bytes }) => bytes.byteLength)).toEqual([8, 8])
  })

  it('without any place keeps the draft all the same', async () => {
    const { id } = await keep()
    expect(await draftOf(id)).not.toHaveProperty('place')
  })

  it('takes nine photos at most, the same one once, and says what it left out', async () => {
    const files = await Promise.all(
      [1, 1, ...Array.from({ length: 9 }, (_, shade) => 20 * (shade + 1))].map(picture),
    )
    const { photos, troubles } = await takeIn(fromCamera(...files), [])
    expect(photos).toHaveLength(REPORT_PHOTOS_MAX - 1) // Nine were looked at; two of them were one.
    expect(troubles).toEqual(['最多 9 张照片，多出的没有加入'])
  })

  it('one bad file does not take the good ones with it', async () => {
    const { photos, troubles } = await takeIn(fromCamera(new File([], 'nothing.jpg'), await picture(9)), [])
    expect(photos).toHaveLength(1)
    expect(troubles).toEqual(['照片是空文件，请重新拍摄。'])
  })
})

it('a photo that fails in a way nobody foresaw is told, and the others are kept', async () => {
  const odd = new File(['x'], 'odd.jpg')
  odd.arrayBuffer = () => Promise.resolve(Symbol('odd') as never)
  const { photos, troubles } = await takeIn(fromCamera(odd, await picture(9)), [])
  expect(photos).toHaveLength(1)
  expect(troubles).toEqual(['第 1 张照片没有处理成，请再选一次'])
})

describe('a draft open on a page', () => {
  async function open(id: string) {
    const scope = effectScope()
    const drafting = scope.run(() => useDrafting(id))!
    await drafting.load()
    return { ...drafting, leave: () => scope.stop() }
  }
  const words = (text: string) =>
    ({ kind: 'hazard' as const, text, place: undefined, spot: undefined, areaId: '420103' })

  it('keeps the words a moment after they were typed', async () => {
    const { id } = await keep(place)
    const page = await open(id)
    page.setFields(words('井盖松了'))
    await vi.waitFor(async () =>
      expect(await draftOf(id)).toMatchObject({ text: '井盖松了', kind: 'hazard', areaId: '420103' }),
    )
    expect(await draftOf(id)).not.toHaveProperty('place') // Taken away by hand.
    page.leave()
  })

  it('keeps them at once when the rider leaves in the middle of a word', async () => {
    const { id } = await keep(place)
    const page = await open(id)
    vi.useFakeTimers({ toFake: ['setTimeout'] }) // The pause before a save does not end any more.
    page.setFields(words('井'))
    page.leave()
    vi.useRealTimers()
    await vi.waitFor(async () => expect((await draftOf(id))?.text).toBe('井'))
  })

  it('never comes back once it has become a report', async () => {
    const { id } = await keep(place)
    const page = await open(id)
    page.setFields(words('井盖松了'))
    let handedOver: Draft | undefined
    await page.finish(async (kept) => {
      handedOver = kept
      await dropDraft(kept.id)
    })
    page.setFields(words('太晚了'))
    page.leave()
    await new Promise(resolve => setTimeout(resolve, 600))
    expect(handedOver?.text).toBe('井盖松了') // The last word typed went along, though it had not been saved yet.
    expect(await draftOf(id)).toBeUndefined()
  })

  it('lives on with everything in it when the phone was full', async () => {
    const { id } = await keep(place)
    const page = await open(id)
    const full = Object.assign(new Error('full'), { name: 'StorageFullError' })
    expect(await page.finish(() => Promise.reject(full))).toBeUndefined()
    expect(page.troubles.value[0]).toContain('手机空间满了')
    page.setFields(words('再试'))
    await vi.waitFor(async () => expect((await draftOf(id))?.text).toBe('再试'))
    page.leave()
  })

  it('is called saved only once it is, says what failed, and tries again by itself', async () => {
    const { id } = await keep(place)
    const page = await open(id)
    const makeRoom = letPhoneHold(0)
    await page.addPhotos(fromCamera(await picture(40)))
    expect(page.isUnsaved.value).toBe(true)
    expect(page.troubles.value).toEqual([expect.stringContaining('手机空间满了')])
    expect(page.progress.value).toBeUndefined()
    makeRoom()
    await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false))
    expect(page.troubles.value).toEqual([])
    expect((await draftOf(id))?.photos).toHaveLength(2)
    page.leave()
  })

  it('is unsaved for as long as the phone is writing', async () => {
    const { id } = await keep(place)
    const page = await open(id)
    page.setFields(words('井盖'))
    window.dispatchEvent(new Event('pagehide'))
    expect(page.isUnsaved.value).toBe(true)
    await vi.waitFor(() => expect(page.isUnsaved.value).toBe(false))
    expect((await draftOf(id))?.text).toBe('井盖')
    page.leave()
  })

  it('keeps the photos that two tabs have added', async () => {
    const { id, photos: [first] } = await keep(place)
    const [one, other] = [await open(id), await open(id)]
    await one.addPhotos(fromCamera(await picture(41)))
    other.removePhotos([first!.hash])
    await other.addPhotos(fromCamera(await picture(42)))
    expect((await draftOf(id))?.photos).toHaveLength(2)
    expect(other.draft.value?.photos).toHaveLength(2)
    let filed: Draft | undefined
    await one.finish(async kept => void (filed = kept))
    expect(filed?.photos.map(({ hash }) => hash)).toContain(other.draft.value!.photos[0]!.hash)
    for (const page of [one, other]) page.leave()
  })

  it('submitted in two tabs at once is filed once', async () => {
    setActivePinia(createPinia())
    await useSession().load()
    const { id } = await keep(place)
    const [one, other] = [await open(id), await open(id)]
    const ends = await Promise.all(
      [one, other].map(page => page.finish(kept => fileDraft(useOutbox(), kept, null))),
    )
    expect(ends.filter(Boolean)).toHaveLength(1)
    expect(useOutbox().items.filter(item => filing(item)?.reportId === id)).toHaveLength(1)
    expect([one, other].filter(page => page.isGone.value)).toHaveLength(1)
  })

  it('finished in another tab does not come back, and is not filed a second time', async () => {
    const { id } = await keep(place)
    const [typing, submitting] = [await open(id), await open(id)]
    await dropDraft(id) // As filing it in a third tab does.
    typing.setFields(words('还在写'))
    await vi.waitFor(() => expect(typing.isGone.value).toBe(true))
    expect(typing.isUnsaved.value).toBe(false)
    expect(typing.draft.value?.text).toBe('还在写')
    expect(await draftOf(id)).toBeUndefined()
    const file = vi.fn(async () => true)
    expect(await submitting.finish(file)).toBeUndefined()
    expect(submitting.isGone.value).toBe(true)
    expect(file).not.toHaveBeenCalled()
    typing.leave()
    submitting.leave()
  })
})
