import type { Area } from '#shared/areas/schemas.ts'
import { areaCodeLengths, parentOf } from '#shared/areas/schemas.ts'
import { isWithin } from '#shared/identity/roles.ts'

/** The code of the whole city. */
export const CITY = '4201'
const HITS_MAX = 50

/**
 * Finds areas in the city's flat list: by parent, by code and by name. `inside`: only these and what lies in
 * them are offered; empty means all.
 */
export function areaTree(areas: readonly Area[], inside: readonly string[] = []) {
  const names = new Map(areas)
  const below = new Map<string | null, Area[]>()
  for (const area of areas) {
    const parent = parentOf(area[0])
    const siblings = below.get(parent)
    if (siblings) siblings.push(area)
    else below.set(parent, [area])
  }

  const isBounded = inside.length > 0 && !inside.includes(CITY)
  const isOffered = ([code]: Area) => !isBounded || inside.some(scope => isWithin(code, scope))
  /** The areas directly inside one. Without a code: those of `inside`; all districts where it has none. */
  const childrenOf = (code: string | null): Area[] => code === null && isBounded
    ? areas.filter(([id]) => inside.includes(id))
    : below.get(code ?? CITY) ?? []

  /** An area and those that contain it, district first; the city is left out. */
  const pathTo = (code: string): Area[] => areaCodeLengths.slice(1)
    .filter(length => length <= code.length)
    .flatMap((length) => {
      const id = code.slice(0, length)
      const name = names.get(id)
      return name === undefined ? [] : [[id, name] satisfies Area]
    })

  /** 江汉区 · 花楼街道 · 某某社区. */
  const fullNameOf = (code: string): string => pathTo(code).map(([, name]) => name).join(' · ')

  /** Areas whose name contains a word of the query and whose full name contains all, best match first. */
  function search(query: string, leastLength: number): Area[] {
    const words = query.trim().split(/\s+/).filter(Boolean)
    const isHit = ([code, name]: Area) => code.length >= leastLength
      && isOffered([code, name])
      && words.some(word => name.includes(word))
      && words.every(word => fullNameOf(code).includes(word))
    return words.length === 0
      ? []
      : areas
          .filter(isHit)
          .sort((a, b) => a[1].length - b[1].length || a[0].localeCompare(b[0]))
          .slice(0, HITS_MAX)
  }

  return { childrenOf, pathTo, fullNameOf, search, isOffered, isBounded }
}
