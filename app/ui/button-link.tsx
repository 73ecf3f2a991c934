import type { ComponentPropsWithoutRef } from "react";
import type { ButtonKind } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";

type ButtonLinkProps = Omit<ComponentPropsWithoutRef<"a">, "className"> & {
  href: string;
  kind?: ButtonKind;
  icon?: IconName;
};

/** Goes somewhere and looks like a button. Plain `<a>`: the shell turns it into a client navigation. */
export function ButtonLink({ kind = "outline", icon, children, ...rest }: ButtonLinkProps) {
  return (
    <a {...rest} className={`btn btn-${kind}`}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </a>
  );
}
