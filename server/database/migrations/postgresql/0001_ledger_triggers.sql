INSERT INTO point_accounts (id, owner, kind, posted, held) VALUES ('issued', NULL, 'issued', 0, 0), ('spent', NULL, 'spent', 0, 0), ('expired', NULL, 'expired', 0, 0);
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER transfers_never_changed BEFORE UPDATE OR DELETE ON transfers
FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER transfers_never_emptied BEFORE TRUNCATE ON transfers
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER point_accounts_never_deleted BEFORE DELETE ON point_accounts
FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER point_accounts_never_emptied BEFORE TRUNCATE ON point_accounts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
