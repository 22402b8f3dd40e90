interface Request { name: string, mode: LockMode, grant: (release: () => void) => void, steal: boolean }
interface Held extends Request { lost: (error: DOMException) => void }

/**
 * The Web Locks of one browser, as the standard has them: exclusive and shared, ifAvailable, steal and
 * signal, and who holds what. Node has none.
 */
export class Locks {
  #held: Held[] = []
  #queue: Held[] = []

  request = async (
    name: string,
    options: LockOptions | LockGrantedCallback<unknown>,
    work?: LockGrantedCallback<unknown>,
  ): Promise<unknown> => {
    const {
      mode = 'exclusive',
      ifAvailable = false,
      steal = false,
      signal,
    } = typeof options === 'function' ? {} : options
    const callback = (typeof options === 'function' ? options : work)!
    await null // Granted in a later task, as in a browser.
    if (signal?.aborted) throw new DOMException('aborted', 'AbortError')
    if (ifAvailable && !this.#isFree({ name, mode })) return await callback(null)
    if (steal) this.#rob(name)
    return await new Promise((resolve, reject) => {
      let leave: () => void = () => {}
      const onAbort = () => {
        leave()
        reject(new DOMException('aborted', 'AbortError'))
      }
      const request: Held = {
        name,
        mode,
        steal,
        lost: reject,
        grant: (release) => {
          signal?.removeEventListener('abort', onAbort)
          void (async () => callback({ name, mode }))().finally(release).then(resolve, reject)
        },
      }
      leave = () => void (this.#queue = this.#queue.filter(other => other !== request))
      signal?.addEventListener('abort', onAbort)
      steal ? this.#queue.unshift(request) : this.#queue.push(request)
      this.#serve()
    })
  }

  query = async (): Promise<LockManagerSnapshot> => ({
    held: this.#held.map(({ name, mode }) => ({ name, mode })),
    pending: this.#queue.map(({ name, mode }) => ({ name, mode })),
  })

  #isFree({ name, mode }: { name: string, mode: LockMode }) {
    const holders = this.#held.filter(held => held.name === name)
    const isWaitedFor = this.#queue.some(waiting => waiting.name === name)
    return !isWaitedFor && holders.every(held => held.mode === 'shared' && mode === 'shared')
  }

  #rob(name: string) {
    for (const held of this.#held.filter(each => each.name === name))
      held.lost(new DOMException('stolen', 'AbortError'))
    this.#held = this.#held.filter(each => each.name !== name)
  }

  #serve() {
    for (const request of [...this.#queue]) {
      const holders = this.#held.filter(({ name }) => name === request.name)
      const isFirst = this.#queue.find(({ name }) => name === request.name) === request
      if (!isFirst || !holders.every(({ mode }) => mode === 'shared' && request.mode === 'shared')) continue
      this.#queue = this.#queue.filter(other => other !== request)
      this.#held.push(request)
      request.grant(() => {
        this.#held = this.#held.filter(other => other !== request)
        this.#serve()
      })
    }
  }
}
