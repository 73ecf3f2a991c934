import { sql } from "drizzle-orm";

/** What is left of how an erased person's installation `t` was started, and of what was approved there. */
export const NO_LAUNCH = {
  launch: sql`jsonb_build_object('transport', t.transport, 'args', '[]'::jsonb, 'env', '[]'::jsonb, 'headers', '[]'::jsonb)`,
  launch_hash: sql`''`,
  launch_way: sql`null`,
  pinned_launch: sql`null`,
  pinned_way: sql`null`,
};

/** The same of a row of history that a request names: what it was about stays, by its kind. */
export const NO_LAUNCHES = {
  approved_launch: sql`jsonb_build_object('transport', t.approved_launch -> 'transport', 'args', '[]'::jsonb, 'env', '[]'::jsonb, 'headers', '[]'::jsonb)`,
  found_launch: sql`jsonb_build_object('transport', t.found_launch -> 'transport', 'args', '[]'::jsonb, 'env', '[]'::jsonb, 'headers', '[]'::jsonb)`,
  approved_way: sql`''`,
  found_way: sql`''`,
};
