/** A column of a desk's table: what it is called, and what it says of a row in words. */
export interface TableColumn<Row> {
  readonly id: string
  readonly title: string
  readonly text: (row: Row) => string | number
  /** Left out where the screen is narrow; the detail has it. */
  readonly isWide?: true
  readonly isNumber?: true
}
