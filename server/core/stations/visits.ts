import { gt, isNull, or } from 'drizzle-orm'
import { visits } from './tables.ts'

/** True of visits in which somebody got in: one whose door stayed shut ends at the instant it began. */
export const gotIn = or(isNull(visits.leftAt), gt(visits.leftAt, visits.enteredAt))!
