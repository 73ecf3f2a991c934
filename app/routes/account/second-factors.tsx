import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listPasskeys } from "#app/domain/identity/keep-passkey.server.ts";
import { listOrganizationsOf } from "#app/domain/identity/organizations-of.server.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { hasSecondFactor } from "#app/domain/identity/proof-rules.ts";
import { paths } from "#app/http/paths.ts";
import { accountLoader } from "#app/http/respond.server.ts";
import { Banner } from "#app/ui/banner.tsx";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { PageHeader } from "#app/ui/layout/page-header.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Section } from "#app/ui/section.tsx";
import { type Column, DataTable } from "#app/ui/table/data-table.tsx";

export const meta: MetaFunction = () => [{ title: "Second factors · Your account · Castellan" }];

export const loader = accountLoader(async (ctx, { url }) => {
  const { accountId } = ctx.account;
  const asking = url.searchParams.get("for");
  const organizations = asking ? await listOrganizationsOf(ctx.db, ctx.account) : [];
  const ways = await findProofWays(ctx.db, accountId);
  return {
    now: ctx.now,
    ways,
    hasOne: hasSecondFactor(ways),
    passkeys: await listPasskeys(ctx),
    asking: organizations.find((one) => one.slug === asking) ?? null,
  };
});

type Row = ReturnType<typeof useLoaderData<typeof loader>>["passkeys"][number];

export default function SecondFactors() {
  const { ways, hasOne, passkeys, asking, now } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Second factors"
        answer={
          hasOne
            ? "Signing in to your account takes more than the password."
            : "Signing in to your account takes the password alone. A second factor keeps it shut when the password is known."
        }
      />
      {asking ? <Asking name={asking.name} href={paths.home(asking.slug)} hasOne={hasOne} /> : null}
      <div className="max-w-[720px]">
        <Section
          title="Authenticator app"
          intro={
            ways.authenticator
              ? "On: signing in asks for a code of six digits from the app."
              : "Off. An app on your phone shows a code of six digits that changes every 30 seconds."
          }
        >
          {ways.authenticator ? (
            <ButtonLink href={paths.account("authenticator/removal")}>Turn off authenticator app…</ButtonLink>
          ) : (
            <ButtonLink href={paths.account("authenticator")}>Set up authenticator app</ButtonLink>
          )}
        </Section>
        <Section
          title="Passkeys"
          intro="A key kept by your device or a security key. It signs you in without the password, and cannot be given away on a false page. Times are in UTC."
          actions={<ButtonLink href={paths.account("passkeys/new")}>Add passkey</ButtonLink>}
        >
          {passkeys.length > 0 ? <PasskeyTable rows={passkeys} now={now} /> : <p>No passkey yet.</p>}
        </Section>
        <Section
          title="Recovery codes"
          intro={
            hasOne
              ? plural(ways.recoveryCodes, {
                  zero: "No code is left. Make new ones, or a lost device locks you out.",
                  one: "# code is left. Each stands once for your second factor.",
                  other: "# codes are left. Each stands once for your second factor.",
                })
              : "They are made with your first second factor, for the day the device is lost."
          }
        >
          {hasOne ? <ButtonLink href={paths.account("recovery-codes")}>Make new codes…</ButtonLink> : null}
        </Section>
      </div>
    </>
  );
}

function Asking({ name, href, hasOne }: { name: string; href: string; hasOne: boolean }) {
  return (
    <div className="mb-4 max-w-[720px]">
      {hasOne ? (
        <Banner kind="success" action={<ButtonLink href={href}>Open {name}</ButtonLink>}>
          You have a second factor now, as {name} needs.
        </Banner>
      ) : (
        <Banner kind="warning">
          {name} opens only to members with a second factor. Set one up here first.
        </Banner>
      )}
    </div>
  );
}

function PasskeyTable({ rows, now }: { rows: Row[]; now: string | Date }) {
  const columns: Column<Row>[] = [
    {
      key: "name",
      head: "Name",
      cell: (row) => (
        <a className="link" href={paths.ownPasskey(row.id)}>
          {row.name}
        </a>
      ),
    },
    {
      key: "kept",
      head: "Kept",
      cell: (row) =>
        row.isSynced ? (row.isBackedUp ? "On several devices" : "On this device so far") : "On one device",
      phone: "fact",
    },
    {
      key: "used",
      head: "Last used",
      cell: (row) =>
        row.lastUsedAt ? <RelativeTime at={row.lastUsedAt} now={now} zone="UTC" /> : "Not used yet",
      width: "fit",
      phone: "status",
    },
  ];
  return <DataTable caption="Your passkeys" columns={columns} rows={rows} rowKey={(row) => row.id} />;
}
