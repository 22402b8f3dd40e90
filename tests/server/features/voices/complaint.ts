import { randomUUID } from 'node:crypto'

/** The envelope of a complaint, to be sent once or again. */
export const complaint = (text: string) => ({
  id: randomUUID(),
  name: 'voices.complain',
  input: { complaintId: randomUUID(), text, page: 'home' },
})
