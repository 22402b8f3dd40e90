import { cityWithClock } from '../support/journeys/counter.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { appointed } from '../support/journeys/people.ts'

test('a question that nobody answered comes back to the desk, and what is long overdue goes up', async ({
  browser,
  complaints,
}) => {
  const city = await cityWithClock(browser, complaints)
  const [phone, staff, admin] = [
    await city.phone(),
    await city.phone(appointed.staff.phone),
    await city.phone(appointed.admin.phone),
  ]
  await admin.page.setViewportSize({ width: 1280, height: 800 })
  await phone.register()
  const reportId = await phone.report('楼梯间堵住了', 'hazard')
  await staff.send('reports.ask', { reportId, question: '在几楼？' })

  await city.later(6)
  await Promise.all([staff.signIn(appointed.staff.phone), admin.signIn(appointed.admin.phone)])
  // The clock looks once a minute.
  await expect.poll(async () => (await phone.ask('notices.mine', {})).notices.map(({ kind }) => kind))
    .toContain('reports.unanswered')
  await phone.goto('/notices')
  await expect(phone.page.getByText('的问题没有等到回答，已转回工作人员处理')).toBeVisible()
  await staff.goto('/desk')
  await staff.page.getByText('楼梯间堵住了').click()
  await expect(staff.page.getByText('问题没有回答，转回工作台')).toBeVisible()

  await admin.goto('/')
  await admin.page.getByRole('link', { name: /^督办/ }).click()
  await admin.page.getByRole('list', { name: '督办' }).getByText('楼梯间堵住了').click()
  await expect(admin.page.getByText('已报市级督办')).toBeVisible()
  await city.remove()
})
