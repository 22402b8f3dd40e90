export type AnnouncementsRefusal =
  | { code: 'announcements.unknown' }
  | { code: 'announcements.notYours' } // The area is outside the actor's.
  | { code: 'announcements.timesWrong' }
  | { code: 'announcements.areaWrong' }
  | { code: 'announcements.over' } // It has ended, by its time or early.
