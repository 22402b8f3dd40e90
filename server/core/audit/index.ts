export { auditFeature } from './feature.ts'
export { audit } from './tables.ts'
export { writeAudit } from './write-audit.ts'
