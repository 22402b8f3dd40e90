/** What a template is for: the desk's form of that name. */
export const templateUses = ['asked', 'declined', 'assigned', 'planned', 'unable', 'resolved'] as const
export type TemplateUse = (typeof templateUses)[number]

/** What is put in for `{number}`, `{place}` and `{unit}`. */
export const placeholders = ['number', 'place', 'unit'] as const
export type Placeholder = (typeof placeholders)[number]

const PLACEHOLDER = /\{([^{}]*)\}/g

/** The first placeholder that there isn't, braces included; undefined where all are known. */
export const unknownPlaceholder = (text: string): string | undefined =>
  [...text.matchAll(PLACEHOLDER)]
    .find(([, name]) => !(placeholders as readonly string[]).includes(name!))?.[0]

/** The text with its placeholders filled; one of which nothing is known stays for whoever edits it. */
export const filledIn = (
  text: string,
  known: Readonly<Partial<Record<Placeholder, string | undefined>>>,
): string => text.replaceAll(PLACEHOLDER, (whole, name: Placeholder) => known[name] || whole)
