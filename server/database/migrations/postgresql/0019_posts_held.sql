CREATE TABLE "posts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"scope" text NOT NULL,
	"from" bigint NOT NULL,
	"until" bigint,
	"given_by" text,
	"reason" text DEFAULT '' NOT NULL,
	"ended_at" bigint,
	"ended_by" text,
	CONSTRAINT "posts_kind" CHECK ("posts"."kind" in
        ('admin', 'staff', 'unit', 'keeper', 'captain', 'laneAdviser', 'stairHead', 'guard')),
	CONSTRAINT "posts_end_after_they_begin" CHECK ("posts"."until" is null or "posts"."until" > "posts"."from")
);
--> statement-breakpoint
INSERT INTO "posts" ("id", "account_id", "kind", "scope", "from") SELECT gen_random_uuid()::text, "id", "role", CASE "role" WHEN 'unit' THEN "unit_id" ELSE "area_id" END, "created_at" FROM "accounts" WHERE "role" IN ('staff', 'unit', 'admin') AND "deleted_at" IS NULL;--> statement-breakpoint
INSERT INTO "posts" ("id", "account_id", "kind", "scope", "from") SELECT gen_random_uuid()::text, "accounts"."id", 'keeper', "station_keepers"."station_id", "accounts"."created_at" FROM "station_keepers" JOIN "accounts" ON "accounts"."id" = "station_keepers"."account_id" WHERE "accounts"."role" = 'keeper' AND "accounts"."deleted_at" IS NULL;--> statement-breakpoint
DELETE FROM "sessions" WHERE "role" <> (SELECT "role" FROM "accounts" WHERE "accounts"."id" = "sessions"."account_id");--> statement-breakpoint
ALTER TABLE "station_keepers" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "station_keepers" CASCADE;--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_staff_have_areas";--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_unit_members_have_units";--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_role";--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_unit_id_units_id_fk";
--> statement-breakpoint
DROP INDEX "accounts_by_role_and_area";--> statement-breakpoint
DROP INDEX "accounts_by_unit";--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_given_by_accounts_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "posts_by_account" ON "posts" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "posts_held" ON "posts" USING btree ("kind","scope") WHERE ended_at is null;--> statement-breakpoint
UPDATE "accounts" SET "role" = CASE WHEN "role" IN ('courier', 'resident', 'kiosk') THEN "role" WHEN "company" IS NOT NULL OR "work" IS NOT NULL THEN 'courier' ELSE 'resident' END, "area_id" = CASE WHEN "role" IN ('staff', 'unit', 'admin') THEN NULL ELSE "area_id" END WHERE "role" IN ('keeper', 'staff', 'unit', 'admin');--> statement-breakpoint
UPDATE "sessions" SET "role" = (SELECT "role" FROM "accounts" WHERE "accounts"."id" = "sessions"."account_id");--> statement-breakpoint
ALTER TABLE "accounts" DROP COLUMN "unit_id";--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_role" CHECK ("accounts"."role" in ('courier', 'resident', 'kiosk'));