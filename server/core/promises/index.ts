export { addStep, stepsOf } from './steps.ts'
export { promiseColumns } from './tables.ts'
