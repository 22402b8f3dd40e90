-- Foreign keys refuse it already, and with CASCADE the trigger of the transfers.
DROP TRIGGER point_accounts_never_emptied ON point_accounts;
--> statement-breakpoint
CREATE FUNCTION require_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM transfers WHERE id = NEW.pending_id AND kind = 'hold' AND debit = NEW.debit AND amount = NEW.amount) THEN
    RAISE EXCEPTION 'a hold is resolved as it was made';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER transfers_resolved_as_held BEFORE INSERT ON transfers
FOR EACH ROW WHEN (NEW.kind IN ('settle', 'void')) EXECUTE FUNCTION require_hold();
--> statement-breakpoint
CREATE FUNCTION refuse_second_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a correction is decided once, as it was asked';
END $$;
--> statement-breakpoint
CREATE TRIGGER point_corrections_decided_once BEFORE UPDATE ON point_corrections
FOR EACH ROW WHEN (OLD.state <> 'asked' OR NEW.id <> OLD.id OR NEW.account_id <> OLD.account_id OR NEW.amount <> OLD.amount OR NEW.words <> OLD.words OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at)
EXECUTE FUNCTION refuse_second_decision();
--> statement-breakpoint
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % stays', TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER point_corrections_never_deleted BEFORE DELETE ON point_corrections
FOR EACH ROW EXECUTE FUNCTION refuse_removal();
--> statement-breakpoint
CREATE TRIGGER point_corrections_never_emptied BEFORE TRUNCATE ON point_corrections
FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
