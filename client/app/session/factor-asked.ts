import { onFactorWanted } from '#client/sync/http/factor.ts'
import { shallowRef } from 'vue'

/**
 * Closes the open question for a fresh code, with whether one was given; undefined while nothing is asked.
 */
export const factorAsked = shallowRef<(isGiven: boolean) => void>()

/** Opens the question for a fresh code as a sheet over the current page, whenever a request needs one. */
export const askForFactorInSheet = (): void => onFactorWanted(() => new Promise((resolve) => {
  factorAsked.value = (isGiven) => {
    factorAsked.value = undefined
    resolve(isGiven)
  }
}))
