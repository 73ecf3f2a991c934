/** A problem of the API (RFC 9457) as a JSON schema. */
export const problemShape = {
  type: "object",
  required: ["type", "title", "status", "detail", "instance"],
  properties: {
    type: { type: "string", format: "uri", examples: ["urn:castellan:problem:not-found"] },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What happened, what was kept and what to do." },
    instance: { type: "string", description: "Names this request in logs and audit events." },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "detail"],
        properties: {
          pointer: { type: "string", description: "JSON pointer as a URI fragment, # for the whole body." },
          detail: { type: "string" },
        },
      },
    },
  },
};
