/** One JSON object a line (jsonlines.org), read from `pages` only as fast as the other side takes it. */
export function jsonLines<T>(pages: AsyncGenerator<T[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map((row) => `${JSON.stringify(row)}\n`).join("")));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
