-- The table was made anew by the migration before, and its triggers went with the old one.
CREATE TRIGGER transfers_never_updated BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER transfers_never_deleted BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER transfers_never_replaced BEFORE INSERT ON transfers
WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id OR (reason = NEW.reason AND ref = NEW.ref) OR pending_id = NEW.pending_id)
BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER transfers_resolved_as_held BEFORE INSERT ON transfers
WHEN NEW.kind IN ('settle', 'void') AND NOT EXISTS (SELECT 1 FROM transfers WHERE id = NEW.pending_id AND kind = 'hold' AND debit = NEW.debit AND amount = NEW.amount)
BEGIN SELECT RAISE(ABORT, 'a hold is resolved as it was made'); END;
--> statement-breakpoint
CREATE TRIGGER point_corrections_decided_once BEFORE UPDATE ON point_corrections
WHEN OLD.state <> 'asked' OR NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id OR NEW.amount <> OLD.amount OR NEW.words <> OLD.words OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at
BEGIN SELECT RAISE(ABORT, 'a correction is decided once, as it was asked'); END;
--> statement-breakpoint
CREATE TRIGGER point_corrections_never_deleted BEFORE DELETE ON point_corrections
BEGIN SELECT RAISE(ABORT, 'a correction stays'); END;
--> statement-breakpoint
CREATE TRIGGER point_corrections_never_replaced BEFORE INSERT ON point_corrections
WHEN EXISTS (SELECT 1 FROM point_corrections WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a correction stays'); END;
