/** Why somebody is asked to sign in, by what they wanted; the names stand in the sign-in page's address. */
export const signInReasons = {
  file: '登录后就能提交，照片已留着',
  enter: '登录后就能扫码进站、领东西',
  redeem: '登录后就能兑换',
  join: '登录后就能报名',
  vote: '登录后就能投票',
  voice: '登录后就能说，写的都在',
  fault: '登录后就能报给站长',
  reports: '登录后看街道办得怎么样了',
  points: '登录后看你的积分和兑换',
} as const
export type SignInReason = keyof typeof signInReasons

/** The sign-in page, which says why and leads back to `next`, a path of the app. */
export const signInFor = (reason: SignInReason, next: string) =>
  ({ name: 'sign-in', query: { next, reason } })

/** The sentence for what an address names; undefined for anything else. */
export const signInSentence = (reason: unknown): string | undefined =>
  typeof reason === 'string' && Object.hasOwn(signInReasons, reason)
    ? signInReasons[reason as SignInReason]
    : undefined
