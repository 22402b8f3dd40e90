import type { QueryName } from '#shared/queries.ts'

export interface StreamEvent { readonly event: string, readonly data: string }

/**
 * What an answer of `/api/events` says, event by event, until it ends; `return()` leaves it, as a closed page
 * does.
 */
export async function* eventsIn(answer: Response): AsyncGenerator<StreamEvent, void> {
  let unread = ''
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    const whole = (unread + chunk).split('\n\n')
    unread = whole.pop()!
    for (const words of whole) yield { event: lineOf(words, 'event'), data: lineOf(words, 'data') }
  }
}
const lineOf = (words: string, name: string) =>
  words
    .split('\n')
    .find(line => line.startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim() ?? ''

/** The names in the next nudge; throws when the stream ends first. */
export async function nextNudge(events: AsyncGenerator<StreamEvent, void>): Promise<QueryName[]> {
  for (;;) {
    const { done, value } = await events.next()
    if (done) throw new Error('the stream ended')
    if (value.event === 'nudge') return JSON.parse(value.data) as QueryName[]
  }
}
