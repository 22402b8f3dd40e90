export { capName, transferKindNames, transferNames } from '#shared/points/names.ts'
