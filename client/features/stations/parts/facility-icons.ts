import type { Facility } from '#shared/stations/rules.ts'

/** Pictures of what stations offer, as paths on a 24 × 24 grid; apart from the icons that load first. */
export const facilityIcons: Record<Facility, readonly string[]> = {
  charging: ['M13 3 6.5 13.5H11L10 21l7.5-11H13z'],
  water: ['M12 3.5c4 5 6 7.8 6 10.8a6 6 0 0 1-12 0c0-3 2-5.8 6-10.8z'],
  rest: ['M5.5 12V8.5A2.5 2.5 0 0 1 8 6h8a2.5 2.5 0 0 1 2.5 2.5V12', 'M3.5 12H6v3.5h12V12h2.5v7h-17z'],
  reading: [
    'M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5z',
    'M12 6.5v13',
  ],
  showcase: ['M4 5h16v11H4z', 'M9 20h6', 'M12 16v4'],
  law: ['M12 4v16', 'M6 7h12', 'M6 7l-3 7h6z', 'M18 7l-3 7h6z', 'M8 20h8'],
  redemption: [
    'M4.5 8h15v4h-15z',
    'M6 12v8h12v-8',
    'M12 8v12',
    'M12 8c-5.5 0-5-4.5-2.5-4.5S12 8 12 8s0-4.5 2.5-4.5S17.5 8 12 8z',
  ],
  hiring: ['M4 8.5h16V19H4z', 'M9 8.5v-3h6v3', 'M4 13h16'],
  microwave: ['M3.5 6h17v12h-17z', 'M6 8.5h8v7H6z', 'M17.2 9.5h.01', 'M17.2 12.5h.01'],
  fridge: ['M7 3.5h10v17H7z', 'M7 10h10', 'M9.5 6v2', 'M9.5 12.5v3'],
  firstAid: ['M4 8h16v11H4z', 'M9 8V5h6v3', 'M12 11v5', 'M9.5 13.5h5'],
  toolBox: ['M4 9h16v10H4z', 'M9 9V6h6v3', 'M4 13h16', 'M12 12v2.5'],
  toilet: ['M7 4.5h.01', 'M5 8.5h4v6H5z', 'M7 14.5V20', 'M17 4.5h.01', 'M17 8l-3 7h6z', 'M17 15v5'],
  cooling: ['M12 3v18', 'M4.2 7.5l15.6 9', 'M19.8 7.5l-15.6 9'],
}
