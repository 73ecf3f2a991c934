import { Icon } from "../icon.tsx";

type ErrorSummaryProps = {
  /** What happened and what was kept: "The request was not sent. Your text is kept." */
  title: string;
  /** One line per field with a problem; `id` is the control's id. */
  errors: readonly { id?: string; text: string }[];
};

/** Stands above a form that was refused; it takes the focus and links to each field. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  return (
    <div className="banner" data-tone="red" role="alert" tabIndex={-1} data-error-summary="">
      <Icon name="octagon-alert" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        {errors.length > 0 ? (
          <ul className="mt-1 grid gap-1">
            {errors.map((error) => (
              <li key={`${error.id} ${error.text}`}>
                {error.id ? (
                  <a href={`#${error.id}`} data-reload="" className="link">
                    {error.text}
                  </a>
                ) : (
                  error.text
                )}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
