import { cityWithClock } from '../support/journeys/counter.ts'
import { expect, OFFLINE, test } from '../support/journeys/journey.ts'
import { appointed } from '../support/journeys/people.ts'
import { askAll, storedOn, voteFor } from '../support/journeys/polls.ts'

test('a rider finds a poll on home, votes once; the phone forgets for what', async ({ phone, apiFor }) => {
  const { page } = phone
  const { pollId, question } = await askAll(await apiFor('staff'))
  await phone.goto('/')
  await page.getByRole('navigation', { name: '功能' }).getByRole('link', { name: '投票' }).click()
  await page.getByRole('link', { name: question }).click()
  await expect(page.getByText('只记下你投过了，不存你选了什么')).toBeVisible()
  await page.getByRole('button', { name: '投票', exact: true }).click()
  await expect(page.getByText('请先选一项')).toBeVisible()
  await voteFor(phone, '菜场边')
  await expect(page.getByRole('heading', { name: '投好了，谢谢你' })).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(0)
  await expect.poll(() => storedOn(phone)).not.toContain('"salt"')
  expect(await storedOn(phone)).toContain(pollId)
  const one = await phone.ask('polls.one', { pollId })
  expect(one).toMatchObject({ hasVoted: true, turnout: 1, outcome: null })
  await phone.goto('/outbox')
  await page.getByRole('link', { name: /投票/ }).first().click()
  await expect(page.getByRole('heading', { name: '你投过了' })).toBeVisible()
})

test('a vote without a network waits as 待确认, and arrives once', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const { pollId, question } = await askAll(await apiFor('staff'))
  await phone.goto('/polls')
  await phone.installed()
  await page.getByRole('link', { name: question }).click()
  await expect(page.getByRole('radio')).toHaveCount(2)
  await phone.offline()
  await voteFor(phone, '地铁口')
  await expect(page.getByRole('heading', { name: '待确认' })).toBeVisible()
  await phone.goto('/polls')
  await expect(page.getByRole('link', { name: question })).toContainText('待确认')
  await phone.goto('/outbox')
  await expect(page.getByText('地铁口')).toHaveCount(0)
  await phone.goto(`/polls/${pollId}`)
  await expect(page.getByRole('heading', { name: '待确认' })).toBeVisible()
  await phone.online()
  await expect(page.getByRole('heading', { name: '你投过了' })).toBeVisible()
  expect(await phone.ask('polls.one', { pollId })).toMatchObject({ hasVoted: true, turnout: 1 })
  await expect.poll(() => storedOn(phone)).not.toContain('"salt"')
})

test('a vote taken back before it left can be cast for another option', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const { pollId } = await askAll(await apiFor('staff'))
  await phone.goto(`/polls/${pollId}`)
  await phone.installed()
  await expect(page.getByRole('radio')).toHaveCount(2)
  await phone.offline()
  await voteFor(phone, '地铁口')
  await page.getByRole('button', { name: '撤回这一票' }).click()
  await voteFor(phone, '菜场边')
  await expect(page.getByRole('heading', { name: '待确认' })).toBeVisible()
  await phone.online()
  await expect(page.getByRole('heading', { name: '投好了，谢谢你' })).toBeVisible()
})

test('staff ask with a map on a desktop; a named poll is counted, and shows the names', async ({
  browser,
  complaints,
  pardoned,
}) => {
  pardoned.push(/status of 401/) // To a page whose session is over.
  const city = await cityWithClock(browser, complaints)
  const staff = await city.phone(appointed.staff.phone)
  await staff.page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto('/polls')
  await staff.page.getByRole('link', { name: '发起' }).first().click()
  await staff.page.getByLabel('题目', { exact: true }).fill('装在哪个路口？')
  await staff.page.getByText('选项是地点').click()
  for (const [at, name] of ['东路口', '西路口'].entries()) {
    await staff.page.getByLabel(`选项 ${at + 1}`, { exact: true }).fill(name)
    await staff.page.getByRole('button', { name: `位置 ${at + 1}` }).click()
    await staff.page.getByRole('button', { name: '确定位置' }).click()
  }
  await staff.page.getByText('记名', { exact: true }).click()
  await expect(staff.page.getByText('你的名字会写在你选的那一项下面')).toBeVisible()
  await staff.page.getByRole('button', { name: '发起', exact: true }).click()
  await expect(staff.page.getByRole('heading', { name: '装在哪个路口？' })).toBeVisible()
  const pollId = new URL(staff.page.url()).pathname.split('/').at(-1)!
  // What has begun stays as it is: the form is not offered.
  await staff.open(`/polls/edit/${pollId}`)
  await expect(staff.page.getByText('投票开始了，题目和选项不能再改')).toBeVisible()
  await expect(staff.page.getByLabel('题目', { exact: true })).toHaveCount(0)
  // As staff have ended it early, it need not be waited for a week.
  const riders = await Promise.all([0, 1].map(() => city.phone()))
  for (const [at, rider] of riders.entries()) {
    await rider.register(`投票的人${at}`)
    await rider.goto(`/polls/${pollId}`)
  }
  // Whoever came after the beginning has no vote, and reads why.
  await expect(riders[0]!.page.getByText('这次投票开始后才注册的账号不能投')).toBeVisible()
  const { pollId: next } = await askAll(staff, { ballot: 'named' })
  for (const [at, rider] of riders.entries()) {
    await rider.goto(`/polls/${next}`)
    await voteFor(rider, at === 0 ? '地铁口' : '菜场边')
    await expect(rider.page.getByRole('heading', { name: '投好了，谢谢你' })).toBeVisible()
    await expect(rider.page.getByText('1 票')).toHaveCount(0)
  }
  await city.later(1)
  await expect.poll(async () => (await riders[0]!.ask('polls.one', { pollId: next })).outcome).toBe('shown')
  await riders[0]!.goto(`/polls/${next}`)
  await expect(riders[0]!.page.getByText('1 票 · 50%')).toHaveCount(2)
  await expect(riders[0]!.page.getByText('投票的人1')).toBeVisible()
  // The session of those who decide lasts twelve hours: an open page says so by itself.
  await expect(staff.page.getByText('登录已过期，重新登录')).toBeVisible()
  await city.remove()
})
