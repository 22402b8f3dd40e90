/** What a chart shows, as data: what draws it is a script of its own that comes later (`charts/`). */
export type Chart =
  | {
    readonly kind: 'lines' | 'bars' | 'rows' | 'stackedRows'
    readonly names: readonly string[]
    readonly series: readonly Series[]
  }
  | { readonly kind: 'calendar', readonly days: readonly { readonly day: string, readonly n: number }[] }
export interface Series { readonly name: string, readonly values: readonly number[] }
