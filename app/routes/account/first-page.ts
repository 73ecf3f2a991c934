import { redirect } from "@remix-run/node";
import { paths } from "#app/http/paths.ts";

export const loader = () => redirect(paths.account("sessions"));
