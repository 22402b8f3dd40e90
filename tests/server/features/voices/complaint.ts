import { randomUUID } from 'node:crypto'

/** The envelope of a complaint, to be sent once or again. */
export const complaint = (text = '夜里字太小，看不清', complaintId: string = randomUUID()) => ({
  id: randomUUID(),
  name: 'voices.complain',
  input: { complaintId, text, page: 'home' },
})
