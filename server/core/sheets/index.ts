export type { Column, SheetFormat } from './sheet.ts'
export { fileOf, sheetTypes } from './sheet.ts'
