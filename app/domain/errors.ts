/**
 * The four ways the domain refuses. The edge maps them once to 404, 403, 409 and 422.
 * Messages are sentences for people and never carry a secret or another organization's data.
 */
export abstract class DomainError extends Error {}

/** Nothing here, or it belongs to an organization the caller is not in: the two must look the same. */
export class NotFound extends DomainError {
  constructor(
    noun: string,
    sentence = `There is no such ${noun} here, or it belongs to an organization you are not in.`,
  ) {
    super(sentence);
  }
}

/** A mailed or handed-over link that opens nothing: why is not told, because whoever holds it may be anybody. */
export class LinkWithoutUse extends NotFound {
  constructor() {
    super(
      "link",
      "This link does not work, or no longer: it may have been used, replaced or withdrawn, or its time is over. Ask for a new one.",
    );
  }
}

export class Forbidden extends DomainError {}

/** Allowed, but only right after a fresh proof of who acts: the edge asks for one and keeps the form meanwhile. */
export class FreshProofNeeded extends Forbidden {}

/** The state changed meanwhile, or does not allow this step. */
export class Conflict extends DomainError {}

export type FieldErrors = Record<string, string[]>;

/** The input is understood and cannot be accepted. `fields` names inputs, in the words of the form. */
export class Invalid extends DomainError {
  readonly fields: FieldErrors;
  constructor(message: string, fields: FieldErrors = {}) {
    super(message);
    this.fields = fields;
  }
}
