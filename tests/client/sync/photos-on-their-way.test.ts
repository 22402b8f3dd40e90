import { Buffer } from 'node:buffer'
import { expect, it } from 'vitest'
import { answer } from '../../support/client/city.ts'
import { complaint, photo, report, textOf } from '../../support/client/commands.ts'
import { offline, online, openPhone, openTab, until } from '../../support/client/phone.ts'

it('photos go four at a time, all of them before the report that names them', async () => {
  const { city, outbox } = await openPhone()
  const shots = Array.from({ length: 9 }, () => photo())
  city.play = async (request) => {
    // None is answered before the fourth has come.
    if (request.method === 'PUT') await until(() => city.photosAtOnce >= 4)
    return false
  }
  await outbox.enqueue('reports.file', report('nine photos', shots), { photos: shots })
  await until(() => outbox.items.length === 0)
  expect(city.photosAtOnce).toBe(4)
  expect(city.photos.size).toBe(9)
  expect(city.batches).toHaveLength(1)
})

it('a rider sees the photos go, and how far', async () => {
  const { city, outbox } = await openPhone()
  const shots = Array.from({ length: 5 }, () => photo())
  const seen = new Set<string>()
  city.play = async (request) => {
    if (request.method === 'PUT') await new Promise(resolve => setTimeout(resolve, 20))
    for (const { state, progress } of outbox.items)
      seen.add(state === 'uploading' && progress > 0 && progress < 1 ? 'part' : state)
    return false
  }
  await outbox.enqueue('reports.file', report('watched', shots), { photos: shots })
  await until(() => outbox.items.length === 0)
  expect([...seen].sort()).toEqual(['part', 'sending', 'uploading'])
})

it('an app killed in the middle of its photos sends only the missing ones when reopened', async () => {
  const { city, outbox, close } = await openPhone()
  const shots = Array.from({ length: 3 }, () => photo())
  let puts = 0
  city.play = request => request.method === 'PUT' && ++puts > 1 && !!request.socket.destroy()
  await outbox.enqueue('reports.file', report('cut', shots), { photos: shots })
  await outbox.drain()
  await close()
  expect(city.photos.size).toBe(1)

  online(city)
  city.requests.length = 0
  const { outbox: reopened } = await openTab()
  await reopened.drain()
  expect(city.requests.filter(line => line.startsWith('PUT'))).toHaveLength(2)
  expect(city.applied.map(textOf)).toEqual(['cut'])
})

it('a photo that the server has lost is sent again from this phone', async () => {
  const { city, outbox, store } = await openPhone()
  const shot = photo()
  await store.put('uploaded', 1, shot.hash)
  await outbox.enqueue('reports.file', report('lost there', [shot]), { photos: [shot] })
  await until(() => outbox.items.length === 0)
  expect(city.photos.has(shot.hash)).toBe(true)
  expect(outbox.delivered).toHaveLength(1)
})

it('a photo that will never be taken returns its report with the reason, and the next one goes', async () => {
  const { city, outbox } = await openPhone()
  const [bad, good] = [photo(), photo()]
  city.play = (request, response) =>
    request.url!.includes(bad.hash) && answer(response, 422, { code: 'photo.heic', message: '暂不支持' })
  await outbox.enqueue('reports.file', report('heic', [bad]), { photos: [bad] })
  await outbox.enqueue('reports.file', report('jpeg', [good]), { photos: [good] })
  await until(() => outbox.delivered.length === 1)
  expect(outbox.returned.map(({ refusal }) => refusal)).toEqual([{ code: 'photo.heic', hash: bad.hash }])
  expect(outbox.items).toEqual([])
  expect(await outbox.photoBytes(bad.hash)).toBeDefined()
})

it('a photo damaged on the way goes again; one damaged on the phone goes back to its maker', async () => {
  const { city, outbox, store } = await openPhone()
  const [cut, rotten] = [photo(), photo()]
  let isCut = false
  city.play = (request, response) => {
    if (isCut || !request.url!.includes(cut.hash)) return false
    isCut = true
    return answer(response, 422, { code: 'photo.digest', message: '' })
  }
  await outbox.enqueue('reports.file', report('cut', [cut]), { photos: [cut] })
  await outbox.drain()
  outbox.retryNow()
  await until(() => outbox.delivered.length === 1)

  offline(city)
  await outbox.enqueue('reports.file', report('rotten', [rotten]), { photos: [rotten] })
  await outbox.drain()
  await store.put('photos', new Uint8Array(Buffer.from('not the photo')).buffer, rotten.hash)
  online(city)
  outbox.retryNow()
  await until(() => outbox.returned.length === 1)
  expect(outbox.returned[0]!.refusal).toEqual({ code: 'photo.broken', hash: rotten.hash })
})

it('a report whose photo is on neither side goes back to its maker instead of waiting for ever', async () => {
  const { outbox } = await openPhone()
  await outbox.enqueue('reports.file', report('no bytes', [photo()]))
  await until(() => outbox.returned.length === 1)
  expect(outbox.returned[0]!.refusal).toMatchObject({ code: 'photo.broken' })
})

it('a photo that fails holds up its own lane only', async () => {
  const { city, outbox } = await openPhone()
  const shot = photo()
  city.play = (request, response) => request.method === 'PUT' && answer(response, 500, {})
  await outbox.enqueue('reports.file', report('stuck', [shot]), { photos: [shot] })
  await outbox.enqueue('voices.complain', complaint('goes'))
  await until(() => outbox.delivered.length === 1)
  expect(outbox.items.map(({ lane }) => lane)).toEqual(['reports'])
})

it('photos stay while their command waits, and go at the fiftieth saved delivery after it', async () => {
  const { outbox, store } = await openPhone()
  const shot = photo()
  await outbox.enqueue('reports.file', report('old', [shot]), { photos: [shot] })
  await until(() => outbox.delivered.length === 1)
  expect(await store.getKey('photos', shot.hash)).toBeDefined()
  await Promise.all(Array.from({ length: 50 }, (_, upTo) => outbox.enqueue('notices.read', { upTo })))
  await until(() => outbox.items.length === 0)
  expect(await store.getKey('photos', shot.hash)).toBeUndefined()
})
