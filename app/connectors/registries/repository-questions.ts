export type ListedIssue = { id: number; openedAt: string; author: string; comments: number };
export type Comment = { at: string; author: string; isBot: boolean };

/** How one host of repositories is asked, and what its answers mean; null where an answer leaves something out. */
export type RepositoryQuestions = {
  who: string;
  headers: Record<string, string>;
  repository: (path: string) => string;
  isPublic: (answer: unknown) => boolean | null;
  isArchived: (answer: unknown) => boolean | null;
  licence: (answer: unknown) => string | null;
  commits: (path: string) => string;
  newestCommit: (answer: unknown) => string | null;
  releases: (path: string) => string;
  releaseTimes: (answer: unknown) => string[] | null;
  tag: (path: string, tag: string) => string;
  /** A file at a tag, or as it is now; answered in base64. */
  file: (path: string, file: string, tag: string | null) => string;
  issues: (path: string) => string;
  /** Newest first, without requests to merge. */
  readIssues: (answer: unknown) => ListedIssue[] | null;
  comments: (path: string, issue: number) => string;
  readComments: (answer: unknown) => Comment[] | null;
};
