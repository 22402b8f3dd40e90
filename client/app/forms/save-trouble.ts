/** Why something could not be kept on the phone, as a sentence; `advice` for what else may be saved. */
export const keepingTrouble = (trouble: unknown, advice = ''): string =>
  trouble instanceof Error && trouble.name === 'StorageFullError'
    ? `手机空间满了，没有保存。内容还在这一页：清理空间后再试${advice}。`
    : '没有保存成功，内容还在这一页，请再试一次。'
