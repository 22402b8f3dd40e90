// @vitest-environment dom
import { useForm } from '#client/app/forms/use-form.ts'
import { savedFormPhotos } from '#client/sync/store/form-photos.ts'
import { store } from '#client/sync/store/store.ts'
import { uuidv7 } from 'uuidv7'
import { array, object, string } from 'valibot'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage } from '../../../support/client/page.ts'

freshPhone(() => ({}), () => {})
const keeper = me('keeper')
const empty = { text: '', day: null, count: 0, stations: [], rows: [], each: { words: '' } }

/** What another version of the app, or a damaged disk, left for the form `odd`. */
async function restored(saved: unknown) {
  const words = typeof saved === 'string' ? saved : JSON.stringify(saved)
  localStorage.setItem(`little-bee-typed-${keeper.accountId}/odd`, JSON.stringify({ words, at: Date.now() }))
  let form: Record<string, unknown> | undefined
  await openPage({
    setup() {
      form = useForm({
        command: 'voices.complain',
        saveAs: 'odd',
        empty: () => structuredClone(empty),
        shapes: { rows: array(object({ day: string() })) },
        toInput: ({ text }) => ({ complaintId: uuidv7(), text, page: '' }),
      }).form.value
    },
    render: () => null,
  }, { holder: keeper })
  return form
}

it('saved fields with the shape of the form are restored', async () => {
  const filled = {
    text: '灯太暗',
    day: '2026-11-30',
    count: 3,
    stations: ['a'],
    rows: [{ day: '2026-11-30' }],
    each: { words: '好' },
  }
  expect(await restored(filled)).toEqual(filled)
})

it.each([
  { text: 5, day: { of: 'week' }, count: '3', stations: [null], rows: [{ day: 7 }], each: { words: null } },
  { text: null, day: ['2026-11-30'], count: null, stations: 'a', rows: [null], each: null },
  { text: ['灯'], count: {}, stations: [{}], rows: {}, each: [] },
  [],
  'null',
  '{"text":"cut o',
])('a field of another kind begins anew, and the page opens: %j', async (saved) => {
  expect(await restored(saved)).toEqual(empty)
})

it('a wrong field does not drop the others', async () => {
  expect(await restored({ text: '灯太暗', count: 'many' })).toEqual({ ...empty, text: '灯太暗' })
})

it('of saved pictures only valid ones are restored', async () => {
  const at = Date.now()
  const good = { hash: 'a'.repeat(64), bytes: new Uint8Array([1]).buffer }
  await (await store()).put('picked', { photos: [null, { hash: 1 }, good] as never, at }, 'x/odd')
  expect((await savedFormPhotos('x/odd')).map(({ hash }) => hash)).toEqual([good.hash])
  await (await store()).put('picked', { photos: 'none' as never, at }, 'x/odd')
  expect(await savedFormPhotos('x/odd')).toEqual([])
})
