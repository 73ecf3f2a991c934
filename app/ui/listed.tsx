type ListedProps = {
  /** Those shown. */
  names: readonly string[];
  /** How many are not shown. */
  more: number;
  /** Every name, where it is known. */
  all?: readonly string[];
};

/** "Noor, Priya +2" on one line; read out as "Noor, Priya and 2 more", with all names in the title. */
export function Listed({ names, more, all }: ListedProps) {
  const shown = names.join(", ");
  const title = (all ?? names).join(", ");
  if (more === 0) return <span title={shown}>{shown}</span>;
  return (
    <span title={all ? title : `${shown} and ${more} more`}>
      {shown}
      <span aria-hidden="true"> +{more}</span>
      <span className="sr-only"> and {more} more</span>
    </span>
  );
}
