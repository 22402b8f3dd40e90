CREATE TABLE "partners" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"area_id" text NOT NULL,
	"key_hash" text NOT NULL,
	"made_at" bigint NOT NULL,
	"withdrawn_at" bigint
);
--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "changed_at" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "partners_by_key" ON "partners" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "reports_by_time" ON "reports" USING btree ("filed_at");--> statement-breakpoint
CREATE INDEX "reports_by_change" ON "reports" USING btree ("changed_at") WHERE changed_at is not null;--> statement-breakpoint
UPDATE "reports" SET "changed_at" = "state_since" WHERE "state_since" <> "filed_at";
