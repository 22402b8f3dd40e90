import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import { Admit, Admitted, CheckedIn, CheckIn, Enter, Entered, EntryState, GivenPass, GivePass, GrantDoor, GrantedDoor, InviteKiosk, KioskView, MyVisits, MyVisitsInput, NoteUnlock, OneEntry, OneKiosk, OneVisit, RecordEntry, Suspend, Unsuspend } from '#shared/stations/schemas.ts'

export const doorsCommands = {
  'stations.enter': { input: Enter, result: Entered, offline: false, by: everyone },
  'stations.checkIn': { input: CheckIn, result: CheckedIn, offline: true, by: everyone },
  'stations.leave': { input: OneVisit, result: Nothing, offline: true, by: everyone },
  'stations.givePass': { input: GivePass, result: GivenPass, offline: false, by: everyone },
  'stations.grantDoor': { input: GrantDoor, result: GrantedDoor, offline: false, by: ['kiosk'] },
  'stations.admit': { input: Admit, result: Admitted, offline: false, by: ['kiosk'] },
  'stations.recordEntry': { input: RecordEntry, result: Nothing, offline: true, by: ['kiosk'] },
  'stations.noteUnlock': { input: NoteUnlock, result: Nothing, offline: false, by: ['system'] },
  'stations.suspend': { input: Suspend, result: Nothing, offline: false, by: ['admin'] },
  'stations.unsuspend': { input: Unsuspend, result: Nothing, offline: false, by: ['admin'] },
  'stations.inviteKiosk': { input: InviteKiosk, result: Nothing, offline: false, by: ['admin'] },
  'stations.unpair': { input: OneKiosk, result: Nothing, offline: false, by: ['admin'] },
} as const satisfies CommandSpecs

export const doorsQueries = {
  'stations.myVisits': { input: MyVisitsInput, output: MyVisits, by: everyone },
  'stations.entry': { input: OneEntry, output: EntryState, by: everyone },
  'stations.kiosk': { input: Nothing, output: KioskView, by: ['kiosk'] },
} as const satisfies QuerySpecs
