ALTER TABLE "reports" ADD COLUMN "filed_by" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "clerk_id" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "planned_on" text;--> statement-breakpoint
CREATE INDEX "reports_planned" ON "reports" USING btree ("planned_on") WHERE planned_on is not null;--> statement-breakpoint
CREATE INDEX "reports_by_clerk" ON "reports" USING btree ("clerk_id") WHERE clerk_id is not null;