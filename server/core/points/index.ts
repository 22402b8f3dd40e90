export { award } from './award.ts'
export { checkPoints } from './check.ts'
export { exportPoints } from './export.ts'
export { myPoints } from './my-points.ts'
