CREATE TABLE "rulings" (
	"key" text NOT NULL,
	"seq" integer NOT NULL,
	"value" jsonb NOT NULL,
	"from" bigint NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "rulings_key_seq_pk" PRIMARY KEY("key","seq")
);
--> statement-breakpoint
ALTER TABLE "rulings" ADD CONSTRAINT "rulings_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
INSERT INTO rulings (key, seq, value, "from", by, reason)
SELECT 'caps', 1, jsonb_object_agg(cap, max), max(set_at),
  (SELECT set_by FROM point_cap_limits ORDER BY set_at DESC LIMIT 1), '每日上限'
FROM point_cap_limits HAVING count(*) > 0;
--> statement-breakpoint
DROP TABLE "point_cap_limits" CASCADE;
--> statement-breakpoint
CREATE TRIGGER rulings_never_changed BEFORE UPDATE OR DELETE ON rulings
FOR EACH ROW EXECUTE FUNCTION refuse_removal();
--> statement-breakpoint
CREATE TRIGGER rulings_never_emptied BEFORE TRUNCATE ON rulings
FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
