// @vitest-environment dom
import type { Me } from '#shared/identity/schemas.ts'
import type { RouteLocationRaw } from 'vue-router'
import { commandFace, noticeFace, registeredEntries } from '#client/app/registry.ts'
import { openRouter } from '#client/router.ts'
import { commands } from '#shared/commands.ts'
import { roles } from '#shared/identity/roles.ts'
import { noticeKinds } from '#shared/notices/schemas.ts'
import { expect, it } from 'vitest'
import 'fake-indexeddb/auto'

const ID = '01900000-0000-7000-8000-000000000001'
const router = openRouter()
const nameOf = (to: RouteLocationRaw) => router.resolve(to).name

it.each([
  ['stations.checkIn', { entryId: ID, code: 'A' }, '/visits'],
  ['stations.leave', { visitId: ID }, '/visits'],
  ['stations.reportFault', { faultId: ID, stationId: ID, kind: 'door', words: '' }, `/stations/${ID}`],
  ['mall.handOver', { code: 'A', stationId: ID }, '/counter'],
  ['mall.redeem', { orderId: ID, itemId: ID, stationId: ID, count: 1, price: 1 }, `/orders/${ID}`],
  ['reports.rate', { reportId: ID, fixed: true }, `/reports/${ID}`],
  ['voices.complain', { complaintId: ID, text: '字小', page: 'home' }, '/complaints'],
])('what came of %s is seen on its own page', (name, input, path) => {
  const to = commandFace(name)?.page(input)
  expect(to && router.resolve(to).path).toBe(path)
})

it('every command that may wait has a name, or is never shown', () => {
  const offline = Object.entries(commands).filter(([, { offline }]) => offline)
  for (const [name] of offline) expect(commandFace(name)?.name, name).not.toBeUndefined()
})

it.each(noticeKinds)('a notice of the kind %s opens a page of the app, or none, for each reader', (kind) => {
  for (const role of roles) {
    for (const ref of [ID, null]) {
      const notice = { id: ID, kind, ref, number: 1, words: null, points: null, at: 0, isRead: false }
      const to = noticeFace(kind)?.page(notice, { role } as Me)
      expect(to, kind).not.toBeUndefined()
      if (to) expect(nameOf(to), kind).not.toBe('home')
    }
  }
})

it('a kind of notice that only a newer server knows opens nothing', () => {
  expect(noticeFace('volunteering.invited')).toBeUndefined()
})

it('every entry of a menu leads to a page of the app', () => {
  const names = registeredEntries().map(({ to }) => nameOf(to))
  expect(names.length).toBeGreaterThan(10)
  expect(names).not.toContain(undefined)
})
