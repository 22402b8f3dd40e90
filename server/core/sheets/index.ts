export { type Column, fileOf, sheetTypes } from './sheet.ts'
