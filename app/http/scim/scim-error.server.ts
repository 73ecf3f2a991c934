import SCIMMY from "scimmy";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { Problem } from "../problem.ts";
import { problemFor } from "../problem-for.server.ts";

const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

type ScimAnswer = { status: number; body: unknown; headers: Record<string, string> };

type Asked = { method: string; requestId: string };
type Parts = {
  status: number;
  scimType?: string | undefined;
  detail: string;
  headers: Record<string, string>;
};

/** An error in SCIM's own shape (RFC 7644, section 3.12); what is unexpected is logged and told without its text. */
export function scimError(error: unknown, asked: Asked): ScimAnswer {
  return shaped(partsOf(error, asked));
}

/** The same for what the library threw before anything of ours was reached: a TypeError says what it did not understand. */
export function libraryError(error: unknown, asked: Asked): ScimAnswer {
  if (!(error instanceof TypeError)) return scimError(error, asked);
  return shaped({ status: 400, scimType: "invalidValue", detail: error.message, headers: {} });
}

function shaped({ status, scimType, detail, headers }: Parts): ScimAnswer {
  const body = { schemas: [ERROR], status: String(status), ...(scimType ? { scimType } : {}), detail };
  return { status, body, headers };
}

function partsOf(error: unknown, { method, requestId }: Asked): Parts {
  if (error instanceof SCIMMY.Types.Error) {
    const { status, scimType, message } = error;
    return { status, scimType, detail: message, headers: {} };
  }
  if (error instanceof Invalid) {
    const detail = [error.message, ...Object.values(error.fields).flat()].join(" ");
    return { status: 400, scimType: "invalidValue", detail, headers: {} };
  }
  const problem = error instanceof Problem ? error : problemFor(error, requestId);
  const scimType =
    error instanceof Conflict && method === "POST"
      ? "uniqueness"
      : problem.status === 422
        ? "invalidSyntax"
        : undefined;
  const status = problem.status === 422 ? 400 : problem.status;
  return { status, scimType, detail: problem.message, headers: { ...problem.headers } };
}
