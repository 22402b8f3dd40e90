/** A rider's own report as `reports.one` answers. */
export const REPORT_ID = '01900000-0000-7000-8000-00000000aaaa'
export const LAST_STEP = '01900000-0000-7000-8000-00000000ee01'
export const view = (more: object = {}) => ({
  id: REPORT_ID,
  number: 7,
  kind: 'hazard',
  state: 'filed',
  text: '井盖翘起',
  place: { latitude: 30.6, longitude: 114.27 },
  areaName: '花楼社区',
  photo: null,
  seenAt: 1_000,
  filedAt: 2_000,
  dueAt: 3_000,
  supporters: 0,
  asked: false,
  areaId: '420103006003',
  photos: [],
  afterPhotos: [],
  mine: true,
  supported: false,
  unitId: null,
  unitName: null,
  question: null,
  mergedInto: null,
  rateUntil: null,
  score: null,
  timeline: [{ step: 'filed', at: 2_000, by: 'reporter', byName: null, words: null, photos: [] }],
  desk: null,
  lastStep: LAST_STEP,
  ...more,
})
/** What the desk adds to it. */
export const deskFacts = {
  reporter: null,
  isOwn: false,
  reusedPhoto: false,
  afterPhotoFault: null,
  clockSkewMs: 0,
  photoFacts: [],
}
