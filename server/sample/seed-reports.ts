import type { SampleName, SampleUnit } from './people.ts'
import type { Seeder } from './seeder.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { sampleId } from './people.ts'
import { openRandom } from './random.ts'
import { sampleReports } from './reports.ts'

type Report = (typeof sampleReports)[number]
const HOUR_MS = 3_600_000
/** The rough places of the sample's two communities, in 民意街街道 and 晴川街道. */
const quarters = {
  minyi: {
    latitude: 30.5795,
    longitude: 114.2745,
    areas: ['420103006003', '420103006004', '420103006006'],
    staff: 'staff',
  },
  qingchuan: { latitude: 30.5545, longitude: 114.2745, areas: ['420105004'], staff: 'staffHanyang' },
} as const
export const unitMembers: Record<SampleUnit, SampleName> = {
  roads: 'unit',
  cityCare: 'unitCare',
  power: 'unitPower',
  police: 'unitPolice',
}

/** Files every sample report and brings it to its ending, oldest first. */
export async function seedReports(seeder: Seeder): Promise<void> {
  for (const report of sampleReports) await seedReport(seeder, report)
  for (const by of new Set(sampleReports.map(report => report.by)))
    await seeder.run(by, seeder.now, 'notices.read', { upTo: seeder.now - DAY_MS })
}

async function seedReport(seeder: Seeder, report: Report) {
  const { takePhoto, run, now } = seeder
  const random = openRandom(report.placeSeed + 1)
  const quarter = report.by === 'riderDeng' ? quarters.qingchuan : quarters.minyi
  const filedAt = now - report.ageMs
  const reportId = sampleId(report.name)
  await run(report.by, filedAt, 'reports.file', {
    reportId,
    kind: report.kind,
    text: report.text,
    place: {
      latitude: quarter.latitude + random.between(-0.006, 0.006),
      longitude: quarter.longitude + random.between(-0.006, 0.006),
      accuracy: 15,
    },
    ...report.spot && { spot: report.spot },
    areaId: random.pick(quarter.areas),
    photos: [await takePhoto(report.by, report.scene, false, report.seed)],
    seenAt: filedAt - 120_000,
  })
  await continueReport(seeder, report, {
    reportId,
    staff: quarter.staff,
    at: hour => Math.min(now - 60_000, filedAt + hour * HOUR_MS * Math.min(1, report.ageMs / (60 * HOUR_MS))),
  })
}

interface Stage { reportId: string, staff: SampleName, at: (hour: number) => number }

/** Ends a report that staff never accept; true if this was one. */
async function endEarly({ run }: Seeder, report: Report, { reportId, staff, at }: Stage): Promise<boolean> {
  const { ending } = report
  if (ending === 'asked') {
    await run(staff, at(2), 'reports.ask', {
      reportId,
      question: '请问是在路的哪一侧？附近有门牌号吗？',
    })
  }
  if (ending === 'declined') {
    await run(staff, at(3), 'reports.move', {
      reportId,
      to: 'declined',
      words: '现场核实未发现问题，感谢留意。',
    })
  }
  if (ending === 'merged')
    await run(staff, at(3), 'reports.move', { reportId, to: 'merged', into: sampleId(report.sameAs) })
  if (ending === 'withdrawn') await run(report.by, at(1), 'reports.withdraw', { reportId })
  return ['filed', 'asked', 'declined', 'merged', 'withdrawn'].includes(ending)
}

/** Takes a report from filed to its ending, by the commands that people would have sent. */
async function continueReport(seeder: Seeder, report: Report, stage: Stage) {
  if (await endEarly(seeder, report, stage)) return
  const { takePhoto, run, now } = seeder
  const { reportId, staff, at } = stage
  const unit = unitMembers[report.unit]
  const { ending } = report
  await run(staff, at(2), 'reports.move', { reportId, to: 'accepted' })
  if (ending === 'accepted') return
  if (ending === 'unable') {
    return await run(staff, at(5), 'reports.move', {
      reportId,
      to: 'unable',
      words: '这条线不归街道管，我们已转告并会继续催办。',
      responsible: '通信公司（示例）',
    })
  }
  await run(staff, at(4), 'reports.move', {
    reportId,
    to: 'assigned',
    unitId: sampleId(report.unit),
    words: '请尽快到场处置。',
  })
  if (ending === 'assigned') return
  if (ending === 'handedBack') {
    return await run(unit, at(6), 'reports.move', {
      reportId,
      to: 'accepted',
      words: '此处产权不属我单位，请转派。',
    })
  }
  await run(unit, at(8), 'reports.move', { reportId, to: 'working' })
  if (ending === 'working') {
    if (report.seed % 2 === 0) {
      const day = dayOf(now + 5 * DAY_MS)
      await run(unit, at(10), 'reports.plan', { reportId, day, words: '配件要从外地调，到货就换。' })
    }
    return
  }
  await run(unit, at(30), 'reports.resolve', {
    reportId,
    words: report.after,
    photos: [await takePhoto(unit, report.scene, true, report.seed)],
  })
  if (ending === 'closed') {
    return await run(report.by, at(48), 'reports.rate', {
      reportId,
      fixed: true,
      score: 4 + (report.seed % 2),
    })
  }
  if (ending === 'reopened') {
    return await run(report.by, at(48), 'reports.rate', {
      reportId,
      fixed: false,
      words: '只修了一半，边上还是松的。',
    })
  }
}
