import { openTurnstile } from '#server/database/turnstile.ts'
import { expect, it } from 'vitest'

/** A turnstile over a notebook, which writes down what happened around each group. */
function openNotebook(commit: () => void = () => {}) {
  const notes: string[] = []
  const inTurn = openTurnstile({
    begin: isGuarded => notes.push(isGuarded ? 'begin guarded' : 'begin'),
    protect: work => work(),
    commit: () => {
      commit()
      notes.push('commit')
    },
    undo: () => notes.push('undo'),
  })
  const visit = (name: string, work = async () => name) => inTurn(async () => {
    notes.push(name)
    return await work()
  }).then(result => void notes.push(`${result} told`))
  return { notes, visit }
}

it('those who wait together share one commit, and hear of it only afterwards', async () => {
  const { notes, visit } = openNotebook()
  await Promise.all([visit('a'), visit('b'), visit('c')])
  expect(notes).toEqual(['begin', 'a', 'b', 'c', 'commit', 'a told', 'b told', 'c told'])
})

it('one visitor\'s failure is that visitor\'s alone: the group is undone and rerun guarded', async () => {
  const { notes, visit } = openNotebook()
  const failing = visit('b', () => Promise.reject(new Error('b fell')))
  await expect(Promise.all([visit('a'), failing.catch(() => {}), visit('c')])).resolves.toBeDefined()
  await expect(failing).rejects.toThrow('b fell')
  expect(notes).toEqual(['begin', 'b', 'undo', 'begin guarded', 'b', 'a', 'c', 'commit', 'a told', 'c told'])
})

it('after a failure the next groups are guarded from the start, and then no longer', async () => {
  const { notes, visit } = openNotebook()
  await visit('a', () => Promise.reject(new Error('a fell'))).catch(() => {})
  for (let group = 0; group < 20; group++) await visit('b')
  const begins = notes.filter(note => note.startsWith('begin'))
  expect(begins.slice(0, 3)).toEqual(['begin', 'begin guarded', 'begin guarded'])
  expect(begins.at(-1)).toBe('begin')
  expect(notes.filter(note => note === 'undo')).toHaveLength(1)
})

it('when the commit fails nobody is told of success', async () => {
  const { notes, visit } = openNotebook(() => {
    throw new Error('disk full')
  })
  const both = await Promise.allSettled([visit('a'), visit('b')])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(notes).toEqual(['begin', 'a', 'b', 'undo'])
})

it('a transaction that comes while a group runs joins the next one', async () => {
  const { notes, visit } = openNotebook()
  let later: Promise<void> | undefined
  await visit('a', async () => {
    later = visit('b')
    await new Promise(resolve => setImmediate(resolve))
    return 'a'
  })
  await later
  expect(notes).toEqual(['begin', 'a', 'commit', 'a told', 'begin', 'b', 'commit', 'b told'])
})
