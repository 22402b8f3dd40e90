export { findTeam, type Team, teamsCalled } from './find-teams.ts'
export { teams } from './tables.ts'
