/** The groups that may enter by code, as bits of a pass and of a station. */
export const groupBits = { courier: 1, resident: 2, keeper: 4, staff: 8 } as const
export type DoorGroup = keyof typeof groupBits
export const doorGroups = Object.keys(groupBits) as [DoorGroup, ...DoorGroup[]]
export const groupsIn = (bits: number): DoorGroup[] =>
  doorGroups.filter(group => (bits & groupBits[group]) !== 0)
export const bitsOf = (groups: readonly DoorGroup[]): number =>
  groups.reduce((bits, group) => bits | groupBits[group], 0)
