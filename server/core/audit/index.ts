export { auditFeature } from './feature.ts'
export { writeAudit } from './write-audit.ts'
