import type {
  CapReached,
  CodeCap,
  CodeTrouble,
  PhoneTrouble,
  SignInTrouble,
  Which,
} from '#server/core/identity/index.ts'
import type { RouteRefusal } from '#shared/sync/protocol.ts'
import { RESEND_AFTER_MS } from '#server/core/identity/index.ts'

const later = (minutes: number) => minutes < 60 ? ` ${minutes} 分钟后` : ` ${Math.ceil(minutes / 60)} 小时后`
const capSentences: Record<CodeCap, (minutes: number) => string> = {
  wait: () => '验证码刚发过，请等 1 分钟再试。',
  phone: minutes => `这个手机号要验证码的次数太多了，请${later(minutes)}再试。`,
  address: minutes => `这个网络要验证码的人太多了，请${later(minutes)}再试，或换手机流量再试。`,
  city: minutes => `今天的短信发完了，请${later(minutes)}再试，或到社区找工作人员。`,
}
const troubleSentences: Record<SignInTrouble, string> = {
  codeWrong: '验证码不对或已过期，请核对短信，或重新获取。',
  codeSpent: '输错次数太多，这个验证码作废了，请重新获取。',
  disabled: '这个账号已停用。要恢复，请联系社区工作人员或打 12345。',
  factorNeeded: '这个账号登录时还要输动态码；没有地方输的话，请刷新页面、更新小蜜蜂后再登录。',
  factorWrong: '动态码不对或已用过，请等验证器换出下一个再输，并核对手机时间。',
}

/** Why no code was sent, and when to ask again. */
export function capRefusal({ cap, retryAfterMs }: CapReached): RouteRefusal {
  const retryAfterS = Math.ceil(retryAfterMs / 1000)
  return { code: `session.cap.${cap}`, message: capSentences[cap](Math.ceil(retryAfterS / 60)), retryAfterS }
}

/** The refusal after too many wrong codes, from this address or in all. */
export const guessedTooOften = (waitMs: number): RouteRefusal => ({
  code: 'session.guessedTooOften',
  message: `输错的次数太多，请${later(Math.ceil(waitMs / 60_000))}再试。`,
  retryAfterS: Math.ceil(waitMs / 1000),
})

/** Why a sign-in code was refused. */
export const troubleRefusal = (trouble: SignInTrouble): RouteRefusal => ({
  code: `session.${trouble}`,
  message: troubleSentences[trouble],
})

/** For somebody who has proved that the number is theirs: why the account is suspended, and whom to ask. */
export const disabledRefusal = (reason: string | null): RouteRefusal => reason === null
  ? troubleRefusal('disabled')
  : {
      code: 'session.disabled',
      message: `这个账号已停用，原因：${reason.replace(/[。.]$/, '')}。要恢复，请联系社区工作人员或打 12345。`,
    }

const phoneSentences: Record<PhoneTrouble, string> = {
  taken: '这个号码已经有账号了。要用它，请先用它登录，在设置里注销，再来更换。',
  same: '这就是现在的号码。',
}
/** Why a number was not changed. */
export const phoneRefusal = (trouble: PhoneTrouble): RouteRefusal => ({
  code: `session.phone.${trouble}`,
  message: phoneSentences[trouble],
})
/** Which of the two codes was refused, and why. */
export const wrongCodeRefusal = (trouble: CodeTrouble, which: Which): RouteRefusal => ({
  code: `session.${trouble}.${which}`,
  message: `${which === 'old' ? '旧号码' : '新号码'}的${troubleSentences[trouble]}`,
})

/** The refusals for a missing or stale second factor, by `factorWanted`. */
export const factorRefusals = {
  missing: { code: 'command.factorMissing', message: '请先在“我的 → 动态码”设置动态码；没有这一项的话，请更新小蜜蜂。' },
  stale: { code: 'command.factorStale', message: '请输入动态码后再继续。' },
} as const satisfies Record<string, RouteRefusal>

export const sessionRefusals = {
  notSent: { code: 'session.smsFailed', message: '短信没有发出去，请 1 分钟后再试。', retryAfterS: RESEND_AFTER_MS / 1000 },
  // An older app shows the sentence; a current one solves the puzzle.
  puzzle: { code: 'session.puzzle', message: '今天要验证码的人太多了，请更新小蜜蜂后再试。' },
  phoneWrong: { code: 'session.phoneWrong', message: '请填 11 位的大陆手机号。' },
  codeMalformed: { code: 'session.codeMalformed', message: '请填手机号和 6 位数字验证码。' },
  pairingMalformed: { code: 'session.pairingMalformed', message: '请填 8 位数字的配对码。' },
  pairingWrong: { code: 'session.pairingWrong', message: '配对码不对、用过了或已过期（10 分钟有效），请向市级管理员要一个新的。' },
  phoneMalformed: { code: 'session.phoneMalformed', message: '请填新手机号和两个 6 位数字验证码。' },
  phoneByAdmin: { code: 'session.phoneByAdmin', message: '工作账号的手机号由市级管理员更换。' },
  factorMalformed: { code: 'session.factorMalformed', message: '请填 6 位动态码，或 10 位恢复码。' },
  factorNotYours: { code: 'session.factorNotYours', message: '你的身份不用设动态码。' },
  tooLarge: { code: 'session.tooLarge', message: '请求的内容太多了。' },
  over: { code: 'session.over', message: '请先登录。没发完的内容都还在手机里。' },
  foreign: { code: 'door.foreign', message: '没有成功，请刷新页面后再试。' },
} as const satisfies Record<string, RouteRefusal>
