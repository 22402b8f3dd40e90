INSERT INTO point_accounts (id, owner, kind, posted, held) VALUES ('issued', NULL, 'issued', 0, 0), ('spent', NULL, 'spent', 0, 0), ('expired', NULL, 'expired', 0, 0);
--> statement-breakpoint
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
CREATE TRIGGER point_accounts_never_deleted BEFORE DELETE ON point_accounts
BEGIN SELECT RAISE(ABORT, 'an account of points stays'); END;
