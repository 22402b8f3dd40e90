import type { Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { TransferReason } from '#shared/points/rules.ts'
import { prepared, rowsChanged } from '#server/database/prepared.ts'
import { transfers } from './tables.ts'

type Row = typeof transfers.$inferInsert
type NewTransfer = Omit<Row, 'reason'> & { readonly reason: TransferReason }
/** The statement is prepared for all columns, so each is given. */
const whole = (transfer: NewTransfer): Row => ({ pendingId: null, cap: null, approverId: null, ...transfer })

const insert = prepared((tx, slots: Slots<Row>) =>
  tx.insert(transfers).values(slots).prepare('insert_transfer'),
)
const insertOnce = prepared((tx, slots: Slots<Row>) =>
  tx
    .insert(transfers)
    .values(slots)
    .onConflictDoNothing({ target: [transfers.reason, transfers.ref] })
    .prepare('insert_transfer_once'),
)

/** Writes one transfer; throws where its cause was paid or its hold resolved before. */
export const insertTransfer = async (tx: Transaction, transfer: NewTransfer): Promise<void> =>
  void (await insert(tx, whole(transfer)))
/** Writes one transfer; false when another has just paid the same cause. */
export const insertTransferOnce = async (tx: Transaction, transfer: NewTransfer): Promise<boolean> =>
  rowsChanged(await insertOnce(tx, whole(transfer))) === 1
