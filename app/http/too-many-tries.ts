/** Tries are limited; `until` is when the next one is looked at. */
export class TooManyTries extends Error {
  readonly until: Date;
  constructor(until: Date) {
    const time = until.toISOString().slice(11, 16);
    super(`There were too many tries. Nothing was changed. The next one is looked at after ${time} UTC.`);
    this.until = until;
  }
}
