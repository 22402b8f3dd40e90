CREATE TABLE "areas" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"phone" text,
	"role" text NOT NULL,
	"name" text,
	"area_id" text,
	"unit_id" text,
	"company" text,
	"work" text,
	"privacy_notice" text,
	"registered_at" bigint,
	"created_at" bigint NOT NULL,
	"disabled_at" bigint,
	"deleted_at" bigint,
	CONSTRAINT "accounts_role" CHECK ("accounts"."role" in ('courier', 'resident', 'keeper', 'staff', 'unit', 'admin')),
	CONSTRAINT "accounts_staff_have_areas" CHECK ("accounts"."role" not in ('staff', 'admin') or "accounts"."area_id" is not null),
	CONSTRAINT "accounts_unit_members_have_units" CHECK ("accounts"."role" <> 'unit' or "accounts"."unit_id" is not null),
	CONSTRAINT "accounts_deleted_are_nobody" CHECK ("accounts"."deleted_at" is null or ("accounts"."phone" is null and "accounts"."name" is null))
);
--> statement-breakpoint
CREATE TABLE "code_asks" (
	"id" text PRIMARY KEY NOT NULL,
	"phone_digest" text NOT NULL,
	"address_digest" text NOT NULL,
	"asked_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "login_codes" (
	"phone" text PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"guesses_left" integer NOT NULL,
	CONSTRAINT "login_codes_guesses" CHECK ("login_codes"."guesses_left" >= 0)
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"area_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photo_likenesses" (
	"hash" text NOT NULL,
	"earlier_hash" text NOT NULL,
	"distance" integer NOT NULL,
	CONSTRAINT "photo_likenesses_hash_earlier_hash_pk" PRIMARY KEY("hash","earlier_hash")
);
--> statement-breakpoint
CREATE TABLE "photo_uploads" (
	"hash" text NOT NULL,
	"account_id" text NOT NULL,
	"uploaded_at" bigint NOT NULL,
	CONSTRAINT "photo_uploads_hash_account_id_pk" PRIMARY KEY("hash","account_id")
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"hash" text PRIMARY KEY NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"thumbhash" text NOT NULL,
	"d0" integer NOT NULL,
	"d1" integer NOT NULL,
	"d2" integer NOT NULL,
	"d3" integer NOT NULL,
	"taken_at" bigint,
	"latitude" double precision,
	"longitude" double precision,
	"uploaded_at" bigint NOT NULL,
	"referenced_at" bigint,
	"uses" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "photos_use" CHECK (("photos"."referenced_at" is null) = ("photos"."uses" = 0)),
	CONSTRAINT "photos_place" CHECK (("photos"."latitude" is null) = ("photos"."longitude" is null))
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"ref" text,
	"number" integer,
	"words" text,
	"points" integer,
	"at" bigint NOT NULL,
	"read_at" bigint,
	"pushed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "push_subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "point_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text,
	"kind" text NOT NULL,
	"posted" integer DEFAULT 0 NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "point_accounts_kind" CHECK ("point_accounts"."kind" in ('person', 'issued', 'spent', 'expired')),
	CONSTRAINT "point_accounts_cover_holds" CHECK ("point_accounts"."held" >= 0 and "point_accounts"."posted" >= "point_accounts"."held"),
	CONSTRAINT "point_accounts_owner" CHECK (("point_accounts"."kind" = 'person' and "point_accounts"."owner" is not null and "point_accounts"."owner" = "point_accounts"."id") or ("point_accounts"."kind" <> 'person' and "point_accounts"."owner" is null and "point_accounts"."id" = "point_accounts"."kind")),
	CONSTRAINT "point_accounts_balances_of_people_only" CHECK ("point_accounts"."kind" = 'person' or ("point_accounts"."posted" = 0 and "point_accounts"."held" = 0))
);
--> statement-breakpoint
CREATE TABLE "point_caps" (
	"account_id" text NOT NULL,
	"day" text NOT NULL,
	"cap" text NOT NULL,
	"used" integer NOT NULL,
	"max" integer NOT NULL,
	CONSTRAINT "point_caps_account_id_day_cap_pk" PRIMARY KEY("account_id","day","cap"),
	CONSTRAINT "point_caps_kept" CHECK ("point_caps"."used" between 0 and "point_caps"."max")
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"debit" text NOT NULL,
	"credit" text NOT NULL,
	"amount" integer NOT NULL,
	"reason" text NOT NULL,
	"ref" text NOT NULL,
	"pending_id" text,
	"cap" text,
	"actor_id" text NOT NULL,
	"approver_id" text,
	"occurred_on" text NOT NULL,
	"note" text NOT NULL,
	"posted_at" bigint NOT NULL,
	CONSTRAINT "transfers_kind" CHECK ("transfers"."kind" in ('post', 'hold', 'settle', 'void')),
	CONSTRAINT "transfers_amount" CHECK ("transfers"."amount" between 1 and 1000000),
	CONSTRAINT "transfers_two_accounts" CHECK ("transfers"."debit" <> "transfers"."credit"),
	CONSTRAINT "transfers_resolve_a_hold" CHECK (("transfers"."kind" in ('settle', 'void')) = ("transfers"."pending_id" is not null)),
	CONSTRAINT "transfers_award_approved" CHECK ("transfers"."kind" <> 'post' or "transfers"."debit" <> 'issued' or ("transfers"."approver_id" is not null and "transfers"."approver_id" <> "transfers"."debit" and "transfers"."approver_id" <> "transfers"."credit"))
);
--> statement-breakpoint
CREATE TABLE "report_photos" (
	"report_id" text NOT NULL,
	"position" integer NOT NULL,
	"hash" text NOT NULL,
	"part" text NOT NULL,
	"step_id" text,
	CONSTRAINT "report_photos_report_id_position_pk" PRIMARY KEY("report_id","position")
);
--> statement-breakpoint
CREATE TABLE "report_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"report_id" text NOT NULL,
	"step" text NOT NULL,
	"at" bigint NOT NULL,
	"part" text NOT NULL,
	"actor_id" text,
	"unit_id" text,
	"words" text
);
--> statement-breakpoint
CREATE TABLE "report_supporters" (
	"report_id" text NOT NULL,
	"account_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "report_supporters_report_id_account_id_pk" PRIMARY KEY("report_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"number" serial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"reporter_id" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"accuracy" double precision,
	"area_id" text NOT NULL,
	"state" text NOT NULL,
	"state_since" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	"filed_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"skew_ms" integer NOT NULL,
	"unit_id" text,
	"awaits_staff" boolean NOT NULL,
	"question" text,
	"question_by" text,
	"merged_into" text,
	"resolved_at" bigint,
	"score" integer,
	"reused_photo" boolean,
	"supporters" integer NOT NULL,
	CONSTRAINT "reports_by_id" UNIQUE("id"),
	CONSTRAINT "reports_supporters" CHECK ("reports"."supporters" >= 0),
	CONSTRAINT "reports_place_whole" CHECK (("reports"."latitude" is null) = ("reports"."longitude" is null))
);
--> statement-breakpoint
CREATE TABLE "complaints" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"text" text NOT NULL,
	"page" text NOT NULL,
	"at" bigint NOT NULL,
	"reply_words" text,
	"replied_at" bigint,
	"replied_by" text,
	CONSTRAINT "complaints_reply_is_whole" CHECK (("complaints"."reply_words" is null) = ("complaints"."replied_at" is null))
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"command_id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"fingerprint" text NOT NULL,
	"decision" jsonb NOT NULL,
	"made_at" bigint NOT NULL,
	"sent_at" bigint NOT NULL,
	"decided_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_likenesses" ADD CONSTRAINT "photo_likenesses_hash_photos_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."photos"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_likenesses" ADD CONSTRAINT "photo_likenesses_earlier_hash_photos_hash_fk" FOREIGN KEY ("earlier_hash") REFERENCES "public"."photos"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_uploads" ADD CONSTRAINT "photo_uploads_hash_photos_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."photos"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_debit_point_accounts_id_fk" FOREIGN KEY ("debit") REFERENCES "public"."point_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_credit_point_accounts_id_fk" FOREIGN KEY ("credit") REFERENCES "public"."point_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_photos" ADD CONSTRAINT "report_photos_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_steps" ADD CONSTRAINT "report_steps_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_supporters" ADD CONSTRAINT "report_supporters_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_phone" ON "accounts" USING btree ("phone");--> statement-breakpoint
CREATE INDEX "accounts_by_role_and_area" ON "accounts" USING btree ("role","area_id");--> statement-breakpoint
CREATE INDEX "accounts_by_unit" ON "accounts" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "code_asks_by_phone" ON "code_asks" USING btree ("phone_digest","asked_at");--> statement-breakpoint
CREATE INDEX "code_asks_by_address" ON "code_asks" USING btree ("address_digest","asked_at");--> statement-breakpoint
CREATE INDEX "code_asks_by_age" ON "code_asks" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "sessions_by_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "photo_likenesses_by_earlier" ON "photo_likenesses" USING btree ("earlier_hash");--> statement-breakpoint
CREATE INDEX "photo_uploads_by_account" ON "photo_uploads" USING btree ("account_id","uploaded_at");--> statement-breakpoint
CREATE INDEX "photos_by_d0" ON "photos" USING btree ("d0");--> statement-breakpoint
CREATE INDEX "photos_by_d1" ON "photos" USING btree ("d1");--> statement-breakpoint
CREATE INDEX "photos_by_d2" ON "photos" USING btree ("d2");--> statement-breakpoint
CREATE INDEX "photos_by_d3" ON "photos" USING btree ("d3");--> statement-breakpoint
CREATE INDEX "photos_by_use" ON "photos" USING btree ("referenced_at","uploaded_at");--> statement-breakpoint
CREATE INDEX "notices_by_account" ON "notices" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("account_id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "notices_to_push" ON "notices" USING btree ("at") WHERE pushed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "push_subscriptions_by_endpoint" ON "push_subscriptions" USING btree ("endpoint");--> statement-breakpoint
CREATE INDEX "push_subscriptions_by_account" ON "push_subscriptions" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "point_accounts_one_per_owner" ON "point_accounts" USING btree ("owner");--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_once_per_cause" ON "transfers" USING btree ("reason","ref");--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_hold_resolved_once" ON "transfers" USING btree ("pending_id");--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_by_credit" ON "transfers" USING btree ("credit","posted_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_by_debit" ON "transfers" USING btree ("debit","posted_at","id");--> statement-breakpoint
CREATE INDEX "report_photos_by_hash" ON "report_photos" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "report_steps_by_report" ON "report_steps" USING btree ("report_id","at");--> statement-breakpoint
CREATE INDEX "report_supporters_by_account" ON "report_supporters" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "reports_by_reporter" ON "reports" USING btree ("reporter_id","filed_at");--> statement-breakpoint
CREATE INDEX "reports_by_area" ON "reports" USING btree ("area_id","state","awaits_staff","due_at");--> statement-breakpoint
CREATE INDEX "reports_by_place" ON "reports" USING btree ("kind","latitude");--> statement-breakpoint
CREATE INDEX "reports_by_unit" ON "reports" USING btree ("unit_id","state") WHERE unit_id is not null;--> statement-breakpoint
CREATE INDEX "reports_to_close" ON "reports" USING btree ("resolved_at") WHERE state = 'resolved';--> statement-breakpoint
CREATE INDEX "reports_to_compare" ON "reports" USING btree ("number") WHERE reused_photo is null;--> statement-breakpoint
CREATE INDEX "complaints_by_account" ON "complaints" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "complaints_by_age" ON "complaints" USING btree ("at");--> statement-breakpoint
CREATE INDEX "receipts_by_age" ON "receipts" USING btree ("decided_at");