import type { HoursFields } from '#client/features/stations/keeper/hours.ts'
import { commandOf, problemIn } from '#client/app/forms/check-input.ts'
import { fieldsOf, hoursForm, nextException } from '#client/features/stations/keeper/hours.ts'
import { UpdateStation } from '#shared/stations/schemas.ts'
import { parse } from 'valibot'
import { expect, it } from 'vitest'

const form = hoursForm(crypto.randomUUID())
const hoursOf = (fields: HoursFields) => commandOf(form, fields).input!.hours!
const week = Array.from({ length: 7 }, () => [540, 1080] as const)
const hours = (changes: Partial<HoursFields> = {}): HoursFields => ({
  ...fieldsOf({ week, exceptions: [] }),
  ...changes,
})
const monday = (changes: Partial<HoursFields['week'][number]>) =>
  hours({ week: hours().week.map((day, at) => (at === 0 ? { ...day, ...changes } : day)) })
const special = { day: '2026-11-27', words: '检修', isClosed: true, from: '09:00', until: '18:00' }

it.each<[HoursFields, string]>([
  [monday({ from: '09:00', until: '09:00' }), '周一：时间要从早到晚，不能一样，也不能重叠'],
  [monday({ more: [{ from: '17:00', until: '20:00' }] }), '周一：时间要从早到晚，不能一样，也不能重叠'],
  [monday({ more: [{ from: '20:00', until: '' }] }), '周一：请选开门和关门的时间'],
  [monday({ from: '' }), '周一：请选开门和关门的时间'],
  [monday({ until: '25:00' }), '周一：请选开门和关门的时间'],
  [hours({ exceptions: [{ ...special, day: '' }] }), '特殊日期：请选日期'],
  [hours({ exceptions: [special, { ...special, words: '又一次' }] }), '2026-11-27 写了两次'],
  [hours({ exceptions: [{ ...special, isClosed: false, from: '18:00' }] }), '特殊日期：时间要从早到晚'],
  [
    hours({ exceptions: Array.from({ length: 61 }, (_, at) => ({ ...special, day: `2026-12-${at}` })) }),
    '最多 60 天',
  ],
])('hours that cannot be are not sent, and the day is named: %#', (fields, words) => {
  expect(problemIn(form, fields)).toContain(words)
})

it('a day set to closed is closed whatever times stand in it', () => {
  expect(problemIn(form, monday({ isClosed: true, from: '18:00', until: '09:00' }))).toBeUndefined()
  expect(hoursOf(monday({ isClosed: true })).week[0]).toBeNull()
})

it('a break at noon and a night past midnight are sent, and read back as they were picked', () => {
  const picked = monday({ until: '12:00', more: [{ from: '18:00', until: '02:00' }] })
  expect(problemIn(form, picked)).toBeUndefined()
  expect(hoursOf(picked).week[0]).toEqual([540, 720, 1080, 1560])
  expect(fieldsOf(hoursOf(picked)).week[0]).toEqual({
    isClosed: false,
    from: '09:00',
    until: '12:00',
    more: [{ from: '18:00', until: '02:00' }],
  })
})

it('midnight at the end of a day is its end, and reads back as midnight', () => {
  const allDay = monday({ from: '00:00', until: '00:00' })
  expect(problemIn(form, allDay)).toBeUndefined()
  expect(hoursOf(allDay).week[0]).toEqual([0, 1440])
  expect(fieldsOf(hoursOf(allDay)).week[0]).toEqual({ isClosed: false, from: '00:00', until: '00:00' })
})

it('what is sent is what the server takes, in the order of days, without blanks around words', () => {
  const { week, exceptions } = hoursOf(
    hours({
      exceptions: [
        { ...special, day: '2026-12-31', words: ' 跨年 ', isClosed: false, until: '22:00' },
        special,
      ],
    }),
  )
  expect(exceptions).toEqual([
    { day: '2026-11-27', span: null, words: '检修' },
    { day: '2026-12-31', span: [540, 1320], words: '跨年' },
  ])
  const said = { stationId: crypto.randomUUID(), hours: { week, exceptions } }
  expect(parse(UpdateStation, said)).toEqual(said)
})

it('days that are over leave the form; today stays', () => {
  const on = (day: string) => ({ day, span: null, words: '' })
  expect(
    fieldsOf(
      { week, exceptions: ['2026-11-24', '2026-11-25', '2026-11-26'].map(on) },
      '2026-11-25',
    ).exceptions.map(({ day }) => day),
  ).toEqual(['2026-11-25', '2026-11-26'])
})

it('another special day is tomorrow, or the first after it that is not in the form', () => {
  const now = Date.parse('2026-11-25T04:00:00Z')
  expect(nextException({ exceptions: [] }, now)).toMatchObject({
    day: '2026-11-26',
    isClosed: true,
    words: '',
  })
  expect(nextException({ exceptions: [{ ...special, day: '2026-11-26' }, special] }, now).day).toBe(
    '2026-11-28',
  )
})
