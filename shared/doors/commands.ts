import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { everyone } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

export const doorsCommands = {
  'stations.enter': { input: schemas.Enter, result: schemas.Entered, offline: false, by: everyone },
  'stations.checkIn': { input: schemas.CheckIn, result: schemas.CheckedIn, offline: true, by: everyone },
  'stations.leave': { input: schemas.OneVisit, result: Nothing, offline: true, by: everyone },
  'stations.givePass': { input: schemas.GivePass, result: schemas.GivenPass, offline: false, by: everyone },
  'stations.grantDoor': {
    input: schemas.GrantDoor,
    result: schemas.GrantedDoor,
    offline: false,
    by: ['kiosk'],
  },
  'stations.admit': { input: schemas.Admit, result: schemas.Admitted, offline: false, by: ['kiosk'] },
  'stations.recordEntry': { input: schemas.RecordEntry, result: Nothing, offline: true, by: ['kiosk'] },
  'stations.noteUnlock': { input: schemas.NoteUnlock, result: Nothing, offline: false, by: ['system'] },
  'stations.suspend': {
    input: schemas.Suspend,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
  },
  'stations.unsuspend': {
    input: schemas.Unsuspend,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
  },
  'stations.inviteKiosk': {
    input: schemas.InviteKiosk,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
  },
  'stations.unpair': {
    input: schemas.OneKiosk,
    result: Nothing,
    offline: false,
    by: ['admin'],
    audited: true,
  },
} as const satisfies CommandSpecs

export const doorsQueries = {
  'stations.book': { input: schemas.FindStations, output: schemas.StationBook, by: ['staff', 'admin'] },
  'stations.myVisits': { input: PageRange, output: schemas.MyVisits, by: everyone },
  'stations.entry': { input: schemas.OneEntry, output: schemas.EntryState, by: everyone },
  'stations.kiosk': { input: Nothing, output: schemas.KioskView, by: ['kiosk'] },
} as const satisfies QuerySpecs
