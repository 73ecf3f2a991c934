import { sql } from "drizzle-orm";

/** What is left of how an erased person's installation `t` was started, and of what was approved there. */
export const NO_LAUNCH = {
  launch: sql`jsonb_build_object('transport', t.transport, 'args', '[]'::jsonb, 'env', '[]'::jsonb, 'headers', '[]'::jsonb)`,
  launch_hash: sql`''`,
  launch_way: sql`null`,
  pinned_launch: sql`null`,
  pinned_way: sql`null`,
};
