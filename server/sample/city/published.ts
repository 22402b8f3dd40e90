/**
 * The figures that the programme has published about itself; `npm run seed:city` makes a city with exactly
 * these.
 */
export const published = {
  couriers: 20_316,
  residents: 1_842,
  stations: 620,
  stationsInHanyang: 143,
  reports: 2_123,
  teams: 108,
  activities: 650, // Activities held.
  places: 6_148, // Places filled by people who came.
} as const
/** How many days the city's reports, activities and registrations reach back. */
export const DAYS = 548
