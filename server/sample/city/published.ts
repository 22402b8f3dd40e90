/** What the programme has published of itself; `npm run seed:city` makes a city of exactly this. */
export const published = {
  couriers: 20_316,
  residents: 1_842,
  stations: 620,
  stationsInHanyang: 143,
  reports: 2_123,
  teams: 108,
  activities: 650, // Held.
  places: 6_148, // Filled: people who came.
} as const
/** How far back the city's reports, activities and registrations reach. */
export const DAYS = 548
