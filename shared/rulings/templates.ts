/** The form of the desk for which a template is. */
export const templateUses = ['asked', 'declined', 'assigned', 'planned', 'unable', 'resolved'] as const
export type TemplateUse = (typeof templateUses)[number]

/** The placeholders `{number}`, `{place}` and `{unit}` of a template. */
export const placeholders = ['number', 'place', 'unit'] as const
export type Placeholder = (typeof placeholders)[number]

const PLACEHOLDER = /\{([^{}]*)\}/g

/** The first unknown placeholder with its braces; undefined if all are known. */
export const unknownPlaceholder = (text: string): string | undefined =>
  [...text.matchAll(PLACEHOLDER)]
    .find(([, name]) => !(placeholders as readonly string[]).includes(name!))?.[0]

/** The text with its placeholders filled; those without a known value stay, for the editor to replace. */
export const filledIn = (
  text: string,
  known: Readonly<Partial<Record<Placeholder, string | undefined>>>,
): string => text.replaceAll(PLACEHOLDER, (whole, name: Placeholder) => known[name] || whole)
