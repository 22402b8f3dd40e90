import type { InferOutput } from 'valibot'
import { announcementsQueries } from './announcements/commands.ts'
import { areasQueries } from './areas/commands.ts'
import { consoleQueries } from './console/commands.ts'
import { doorsQueries } from './doors/commands.ts'
import { figuresQueries } from './figures/commands.ts'
import { identityQueries } from './identity/commands.ts'
import { linksQueries } from './links/commands.ts'
import { mallQueries } from './mall/commands.ts'
import { noticesQueries } from './notices/commands.ts'
import { peopleQueries } from './people/commands.ts'
import { pointsQueries } from './points/commands.ts'
import { pollsQueries } from './polls/commands.ts'
import { reportsQueries } from './reports/commands.ts'
import { rulingsQueries } from './rulings/commands.ts'
import { stationsQueries } from './stations/commands.ts'
import { voicesQueries } from './voices/commands.ts'
import { volunteeringQueries } from './volunteering/commands.ts'

/** Every question that the client may ask. */
export const queries = {
  ...identityQueries,
  ...areasQueries,
  ...reportsQueries,
  ...pointsQueries,
  ...mallQueries,
  ...linksQueries,
  ...noticesQueries,
  ...stationsQueries,
  ...doorsQueries,
  ...voicesQueries,
  ...peopleQueries,
  ...rulingsQueries,
  ...volunteeringQueries,
  ...pollsQueries,
  ...announcementsQueries,
  ...figuresQueries,
  ...consoleQueries,
}

export type QueryName = keyof typeof queries
export type QueryInput<Name extends QueryName> = InferOutput<(typeof queries)[Name]['input']>
export type Answer<Name extends QueryName> = InferOutput<(typeof queries)[Name]['output']>
export const isQueryName = (name: string): name is QueryName => Object.hasOwn(queries, name)
