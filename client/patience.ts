/**
 * What the platform answers, or `otherwise` once it has thrown, failed or kept us waiting for `waitMs`: some
 * browsers never answer, and no page may wait for them.
 */
export async function answerWithin<Value, Else>(
  waitMs: number,
  ask: () => Value | PromiseLike<Value>,
  otherwise: Else,
): Promise<Value | Else> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<Else>(resolve => timer = setTimeout(resolve, waitMs, otherwise))
  try {
    return await Promise.race([ask(), patience])
  }
  catch {
    return otherwise
  }
  finally {
    clearTimeout(timer)
  }
}
