import type { RefusalSentences } from '#client/app/feature.ts'
import type { ReportsRefusal } from '#shared/reports/refusals.ts'
import { partNames, stateNames, stepNames } from '#client/app/words/reports.ts'
import { clock } from '#client/app/words/time.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { caseEndTexts } from '#shared/reports/case-schemas.ts'
import { answerNames } from '#shared/reports/exchange-schemas.ts'
import { RATING_WINDOW_MS } from '#shared/reports/rules.ts'
import { REPORT_TEXT_MAX } from '#shared/reports/schemas.ts'

/** A name by its code; the code itself when only a newer server knows it. */
const nameIn = (names: Record<string, string>, code: string): string => names[code] ?? code

/** Who took a step meanwhile; oneself on another phone or tablet. */
const doers = { ...partNames, self: '你自己在别处' }

export const refusals: RefusalSentences<ReportsRefusal> = {
  'reports.unknown': () => '没有找到这条上报，可能已经删除。',
  'reports.idTaken': () => '这条上报已经提交过了。',
  'reports.placeMissing': () => '缺少地点，请选一个位置或社区。',
  'reports.placeOutside': () => '这个位置不在武汉，请重新选一个。',
  'reports.moveNotAllowed': ({ from, to }) =>
    `现在是“${nameIn(stateNames, from)}”，不能改为“${nameIn(stateNames, to)}”。`,
  'reports.tooLateToChange': ({ state }) => `已经是“${nameIn(stateNames, state)}”，不能再改。`,
  'reports.ownReport': () => '自己的上报要由别人处理。',
  'reports.notYours': () => '这不是你的上报。',
  'reports.unitUnknown': () => '没有找到这个处置单位。',
  'reports.unitEmpty': () => '这个处置单位现在没有人员，派过去没有人接。请另选一个。',
  'reports.wordsMissing': () => '请写明原因。',
  'reports.mergeTarget': () => '不能并入这一条，请另选一条。',
  'reports.notAsked': () => '现在没有要回答的问题。',
  'reports.reporterGone': () => '联系不上上报人（已注销或没留手机号），没有人能回答。',
  'reports.alreadyAsked': () => '上一个问题还没有回答。',
  'reports.changedMeanwhile': ({ by, step, name }) =>
    `${name ?? nameIn(doers, by)}刚做了“${nameIn(stepNames, step)}”，没有提交。请看过最新情况，再决定一次。`,
  'reports.notMerged': () => '这条没有并入别的上报。',
  'reports.mergedOn': ({ number }) => `它并入的 #${number} 又并入了别的一条，请先撤销那一次。`,
  'reports.nothingToCorrect': () => '还没有改动，没有提交。',
  'reports.notPlannable': () => '现在不能排期。',
  'reports.planDay': ({ days }) => `请选明天起 ${days} 天以内的日子。`,
  'reports.clerkAlready': () => '已经是这个人在办。',
  'reports.colleagueUnknown': () => '这个人不管这个辖区，请另选一位同事。',
  'reports.forYourself': () => '这是你自己的手机号，请用“随手拍”上报。',
  'reports.notOverdue': ({ dueAt }) => `还没到承诺的时间（${clock(dueAt)}），过了还没办好再来催。`,
  'reports.urgedToday': () => '今天已经催过了，明天还可以再催。',
  'reports.declinedByYou': () => '上次是你定的，上报人有异议，要由别的同事复核。',
  'reports.photoFromBefore': () => '这张照片这条上报里已经有了，请换一张处理后拍的。',
  'reports.photoChanged': () => '这张照片刚刚变了，请看过最新情况再决定。',
  'reports.originalGone': () => '原图封存期满，已经销毁，不能恢复。',
  'reports.monthRunning': () => '这个月还没过完，不能公开。',
  'reports.pairChanged': () => '前后对比刚刚变了，请看过最新情况再决定。',
  'reports.objectedBefore': () => '异议只能提一次，这条已经重新审核过。',
  'exchange.numberWrong': () => '编号要是数字，例如 61。',
  'exchange.twice': () => '这个编号在表里出现了两次，请只留一行。',
  'exchange.answerUnknown': () => `办理结果请填${Object.values(answerNames).join('、')}。`,
  'exchange.wordsMissing': () => `退回和办结要写答复内容，最多 ${REPORT_TEXT_MAX} 字。`,
  'exchange.dateWrong': () => '日期请写成 2026-11-23，不能是以后的日子。',
  'exchange.otherUnit': () => '这条不在这个单位手里。',
  'cases.over': ({ why }) => caseEndTexts[why] ?? '链接已经结束。',
  'cases.changed': () => '工单链接刚刚变了，请看过最新情况再决定。',
  'cases.notByLink': () => '这件现在不在用链接办理的单位手里。',
  'reports.ratingOver': () => `评价的时间已经过了（${RATING_WINDOW_MS / DAY_MS} 天）。`,
}
