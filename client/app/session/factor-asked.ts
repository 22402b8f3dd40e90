import { onFactorWanted } from '#client/sync/http/factor.ts'
import { shallowRef } from 'vue'

/** Answers the question for a fresh code that is open: whether one was given. */
export const factorAsked = shallowRef<(isGiven: boolean) => void>()

/** Asks in a sheet over whatever page is open. */
export const askForFactorInSheet = (): void => onFactorWanted(() => new Promise((resolve) => {
  factorAsked.value = (isGiven) => {
    factorAsked.value = undefined
    resolve(isGiven)
  }
}))
