import { type ComponentType, type ReactNode, useEffect, useState } from "react";

type ChartFrameProps<Plot> = {
  /** The answer as a sentence. */
  title: string;
  /** Unit, period, zone, and where the numbers come from. */
  note: ReactNode;
  /** The same numbers as rows: what stands in the box until, or instead of, the plot. */
  table: ReactNode;
  csvHref: string;
  /** Loads the plot, in a chunk of its own. */
  load: () => Promise<ComponentType<Plot>>;
  plot: Plot;
};

/**
 * A chart is an enhancement of an answer: the server sends the sentence and the table in a box of fixed height; once the
 * plot has loaded it takes the box, and the table moves into a fold below. When it does not load the table stays.
 */
export function ChartFrame<Plot extends object>(props: ChartFrameProps<Plot>) {
  const { title, note, table, csvHref, load, plot } = props;
  const [Loaded, setLoaded] = useState<ComponentType<Plot>>();
  useEffect(() => {
    let here = true;
    load().then(
      (Plot) => here && setLoaded(() => Plot),
      // nothing is missing without it: the table stays
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [load]);
  return (
    <figure className="chart">
      <figcaption>
        <p className="chart-title">{title}</p>
        <p className="hint">{note}</p>
      </figcaption>
      {Loaded ? (
        <div className="chart-box">
          <Loaded {...plot} />
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard
        <section className="chart-box chart-rows" tabIndex={0} aria-label={title}>
          {table}
        </section>
      )}
      <div className="chart-foot">
        {Loaded ? (
          <details>
            <summary className="link">Show as table</summary>
            {table}
          </details>
        ) : null}
        <a href={csvHref} className="link" data-reload="" download="">
          Download CSV
        </a>
      </div>
    </figure>
  );
}
