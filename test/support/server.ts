import { freshState, READY, type Started, startProduct } from "#test/process/support/run-product.ts";

export interface RunningServer {
  /** As people type it; links in pages and on the command line begin with it too. */
  url: string;
  state: string;
  started: Started;
  stop(): Promise<void>;
}

/** Starts a built copy of the product on a fresh port with a fresh cluster, and makes sure that it is what answers. */
export async function startServer(
  product: string,
  options: { env?: Record<string, string> } = {},
): Promise<RunningServer> {
  const state = await freshState();
  const started = await startProduct({ product, state: state.folder, env: options.env });
  const stop = async () => {
    if (started.child.exitCode === null && started.child.signalCode === null) started.child.kill("SIGTERM");
    await started.ends();
    await state.remove();
  };
  try {
    await started.prints(READY);
    await refuseStranger(started);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${started.port}`, state: state.folder, started, stop };
}

/** The number of an answer must appear in the log of the process that was started. */
async function refuseStranger(started: Started): Promise<void> {
  const answer = await fetch(`http://localhost:${started.port}/ready`);
  const requestId = answer.headers.get("x-request-id");
  if (!answer.ok || !requestId) throw new Error(`What answers at port ${started.port} is not the product.`);
  await started.prints(new RegExp(requestId));
}
