export { addStep, type NewStep, stepsOf } from './steps.ts'
export { promiseColumns, steps } from './tables.ts'
