// @vitest-environment dom
import type { ReportView } from '#shared/reports/schemas.ts'
import type { PhoneServer } from '../../support/client/page.ts'
import SimilarReports from '#client/console/triage/SimilarReports.vue'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { freshPhone, me, openPage, settled, text } from '../../support/client/page.ts'

const SECTION = '[aria-label=照片相似的上报]'
const staff = me('staff', { areaId: '420103' })
const id = '01900000-0000-7000-8000-000000000e01'
const other = {
  id: '01900000-0000-7000-8000-000000000e02',
  number: 41,
  kind: 'hazard',
  state: 'closed',
  text: '井盖松动',
  place: null,
  areaName: '江汉区',
  photo: null,
  seenAt: 1,
  filedAt: Date.now(),
  dueAt: 2,
  supporters: 0,
  asked: false,
  isSamePhoto: true,
}
let server: PhoneServer
freshPhone(() => ({ 'identity.me': staff, 'desk.similar': [], 'stations.all': { stations: [] } }), given =>
  server = given)
const show = async () => {
  const page = { render: () => h(SimilarReports, { report: { id } as ReportView }) }
  await openPage(page, { holder: staff })
  await settled()
}

it('reports with photos like this one’s are named beside it, and lead to themselves', async () => {
  server.answers['desk.similar'] = [other, { ...other, id, number: 40, isSamePhoto: false }]
  await show()
  await expect.poll(text).toContain('本区 90 天内有 2 条上报的照片很像')
  expect(text()).toMatch(/#41 井盖松动.*同一张照片.*#40 井盖松动.*照片很像/s)
  expect(document.querySelector(`${SECTION} a`)?.getAttribute('href')).toMatch(`/console/reports/${other.id}`)
})

it('where there are none, nothing stands there', async () => {
  await show()
  expect(document.querySelector(SECTION)).toBeNull()
})
