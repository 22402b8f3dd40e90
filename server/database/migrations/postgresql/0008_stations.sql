CREATE TABLE "entries" (
	"id" text PRIMARY KEY NOT NULL,
	"visit_id" text NOT NULL,
	"how" text NOT NULL,
	"kiosk_id" text,
	"proof_nonce" text,
	"occurred_at" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	"is_open" boolean,
	"asked_at" bigint,
	CONSTRAINT "entries_how" CHECK ("entries"."how" in ('enter', 'checkIn', 'admit', 'kiosk'))
);
--> statement-breakpoint
CREATE TABLE "faults" (
	"id" text PRIMARY KEY NOT NULL,
	"station_id" text NOT NULL,
	"kind" text NOT NULL,
	"supply" text,
	"words" text NOT NULL,
	"account_id" text,
	"at" bigint NOT NULL,
	"answer" text,
	"answered_by" text,
	"answered_at" bigint,
	"mended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "kiosk_invites" (
	"id" text PRIMARY KEY NOT NULL,
	"station_id" text NOT NULL,
	"label" text NOT NULL,
	"code_hash" text NOT NULL,
	"made_by" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "kiosks" (
	"account_id" text PRIMARY KEY NOT NULL,
	"station_id" text NOT NULL,
	"label" text NOT NULL,
	"paired_at" bigint NOT NULL,
	"paired_by" text NOT NULL,
	"unpaired_at" bigint
);
--> statement-breakpoint
CREATE TABLE "passes" (
	"id" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"account_id" text NOT NULL,
	"device_key" text NOT NULL,
	"issued_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suspensions" (
	"account_id" text PRIMARY KEY NOT NULL,
	"until" bigint NOT NULL,
	"words" text NOT NULL,
	"by" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" text PRIMARY KEY NOT NULL,
	"station_id" text NOT NULL,
	"account_id" text,
	"entered_at" bigint NOT NULL,
	"left_at" bigint,
	"flag" text,
	CONSTRAINT "visits_end_after_they_begin" CHECK ("visits"."left_at" is null or "visits"."left_at" >= "visits"."entered_at")
);
--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_role";--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "number" integer;--> statement-breakpoint
UPDATE "stations" SET "number" = numbered.number FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM "stations") AS numbered WHERE numbered.id = "stations".id;--> statement-breakpoint
ALTER TABLE "stations" ALTER COLUMN "number" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "kind" text DEFAULT 'community' NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "facilities" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "groups" integer DEFAULT 15 NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "is_self_service" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "week" jsonb DEFAULT '[[540,1080],[540,1080],[540,1080],[540,1080],[540,1080],[540,1080],[540,1080]]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "exceptions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "shut_words" text;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "notice" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "photo" text;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "supplies" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "supplies_at" bigint;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "heads_counted" integer;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "heads_at" bigint;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "failed_by" text;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "doubtful_since" bigint;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "last_opened_at" bigint;--> statement-breakpoint
ALTER TABLE "stations" ADD COLUMN "lock_sequence" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_visit_id_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_kiosk_id_accounts_id_fk" FOREIGN KEY ("kiosk_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "faults" ADD CONSTRAINT "faults_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "faults" ADD CONSTRAINT "faults_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosk_invites" ADD CONSTRAINT "kiosk_invites_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosks" ADD CONSTRAINT "kiosks_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passes" ADD CONSTRAINT "passes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspensions" ADD CONSTRAINT "suspensions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_station_id_stations_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."stations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visits" ADD CONSTRAINT "visits_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entries_by_visit" ON "entries" USING btree ("visit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "entries_by_proof" ON "entries" USING btree ("proof_nonce");--> statement-breakpoint
CREATE INDEX "entries_by_kiosk" ON "entries" USING btree ("kiosk_id","occurred_at");--> statement-breakpoint
CREATE INDEX "faults_by_station" ON "faults" USING btree ("station_id","mended_at");--> statement-breakpoint
CREATE INDEX "faults_by_account" ON "faults" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "kiosk_invites_by_code" ON "kiosk_invites" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "kiosks_by_station" ON "kiosks" USING btree ("station_id");--> statement-breakpoint
CREATE INDEX "passes_by_holder" ON "passes" USING btree ("holder","expires_at");--> statement-breakpoint
CREATE INDEX "passes_by_account" ON "passes" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "passes_by_expiry" ON "passes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "visits_by_account" ON "visits" USING btree ("account_id","entered_at");--> statement-breakpoint
CREATE INDEX "visits_by_station" ON "visits" USING btree ("station_id","entered_at");--> statement-breakpoint
CREATE UNIQUE INDEX "stations_by_number" ON "stations" USING btree ("number");--> statement-breakpoint
CREATE INDEX "stations_by_photo" ON "stations" USING btree ("photo");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_kiosks_have_no_phone" CHECK ("accounts"."role" <> 'kiosk' or "accounts"."phone" is null);--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_role" CHECK ("accounts"."role" in ('courier', 'resident', 'keeper', 'staff', 'unit', 'admin', 'kiosk'));--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_number" CHECK ("stations"."number" between 1 and 2147483647);--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_kind" CHECK ("stations"."kind" in ('community', 'shared', 'business'));--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_doubted_by_two" CHECK ("stations"."doubtful_since" is null or "stations"."failed_by" is not null);