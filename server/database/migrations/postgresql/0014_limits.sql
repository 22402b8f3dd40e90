ALTER TABLE "login_codes" ADD COLUMN "asker" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "login_codes" ADD COLUMN "strangers_left" integer DEFAULT 5 NOT NULL;--> statement-breakpoint
CREATE INDEX "receipts_by_account" ON "receipts" USING btree ("account_id","name","decided_at");