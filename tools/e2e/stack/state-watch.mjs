// When the services of a stack change their states, as the supervisor tells it.

export class StateWatch {
  #waiting = [];
  #abort = new AbortController();
  #reading;

  static async open(project) {
    const watch = new StateWatch();
    const { id } = await project.stack();
    const events = (await project.client()).events(id, watch.#abort.signal);
    watch.#reading = watch.#read(events);
    await new Promise((resolve) => setTimeout(resolve, 100)); // until the supervisor has taken the call
    return watch;
  }

  /** Resolves to the moment at which the service is next in such a state. */
  next(service, isWanted, withinMs = 30_000) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${service}: nothing seen within ${withinMs} ms`)), withinMs);
      this.#waiting.push({ service, isWanted, tell: (at) => void (clearTimeout(late), resolve(at)) });
    });
  }

  async close() {
    this.#abort.abort();
    await this.#reading;
  }

  async #read(events) {
    try {
      for await (const line of events) if (line.type === 'state') this.#see(line, performance.now());
    } catch {
      // the supervisor has ended, or we have
    }
  }

  #see({ service, status }, at) {
    const seen = this.#waiting.filter((one) => one.service === service && one.isWanted(status.state));
    this.#waiting = this.#waiting.filter((one) => !seen.includes(one));
    for (const { tell } of seen) tell(at);
  }
}
