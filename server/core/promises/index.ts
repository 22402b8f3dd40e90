export { keptPromises, promisesBehind, usePromises } from './kept.ts'
export { addStep, stepsOf } from './steps.ts'
export { promiseColumns } from './tables.ts'
