CREATE TABLE "reminders" (
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"words" text NOT NULL,
	"at" bigint NOT NULL,
	"until" bigint NOT NULL,
	"sent_at" bigint,
	CONSTRAINT "reminders_account_id_kind_ref_pk" PRIMARY KEY("account_id","kind","ref")
);
--> statement-breakpoint
CREATE TABLE "openings" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"title" text NOT NULL,
	"capacity" integer NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"flow" text NOT NULL,
	"opens_at" bigint NOT NULL,
	"closes_at" bigint,
	"starts_at" bigint,
	"ends_at" bigint,
	"answer_within_ms" integer,
	"ended_at" bigint,
	CONSTRAINT "openings_kind" CHECK ("openings"."kind" in ('activity', 'team')),
	CONSTRAINT "openings_flow" CHECK ("openings"."flow" in ('instant', 'ask')),
	CONSTRAINT "openings_places" CHECK ("openings"."taken" >= 0 and "openings"."taken" <= "openings"."capacity"),
	CONSTRAINT "openings_span" CHECK (("openings"."starts_at" is null) = ("openings"."ends_at" is null))
);
--> statement-breakpoint
CREATE TABLE "signups" (
	"opening_id" text NOT NULL,
	"account_id" text NOT NULL,
	"seq" integer NOT NULL,
	"state" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"answer_by" bigint,
	"at" bigint NOT NULL,
	CONSTRAINT "signups_opening_id_account_id_pk" PRIMARY KEY("opening_id","account_id"),
	CONSTRAINT "signups_state" CHECK ("signups"."state" in
        ('asked', 'waiting', 'offered', 'in', 'left', 'refused', 'lapsed', 'came', 'missed')),
	CONSTRAINT "signups_offers_end" CHECK (("signups"."state" = 'offered') = ("signups"."answer_by" is not null))
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"trade" text NOT NULL,
	"words" text NOT NULL,
	"area_id" text NOT NULL,
	"founded_at" bigint NOT NULL,
	"founded_by" text NOT NULL,
	CONSTRAINT "teams_trade" CHECK ("teams"."trade" in ('parcel', 'ride', 'meal', 'other'))
);
--> statement-breakpoint
CREATE TABLE "activities" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"bring" text NOT NULL,
	"area_id" text NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL,
	"spot" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"leave_by" bigint NOT NULL,
	"capacity" integer NOT NULL,
	"skills" jsonb NOT NULL,
	"team_id" text,
	"made_by" text NOT NULL,
	"published_by" text,
	"changed_at" bigint NOT NULL,
	"changed_by" text NOT NULL,
	"end_words" text,
	"ended_at" bigint,
	CONSTRAINT "activities_kind" CHECK ("activities"."kind" in ('volunteering', 'birthday', 'talk')),
	CONSTRAINT "activities_state" CHECK ("activities"."state" in ('draft', 'published', 'calledOff', 'finished')),
	CONSTRAINT "activities_span" CHECK ("activities"."starts_at" < "activities"."ends_at" and "activities"."leave_by" <= "activities"."starts_at"),
	CONSTRAINT "activities_capacity" CHECK ("activities"."capacity" between 1 and 500)
);
--> statement-breakpoint
CREATE TABLE "activity_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"activity_id" text NOT NULL,
	"words" text NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_photos" (
	"activity_id" text NOT NULL,
	"hash" text NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "activity_photos_activity_id_hash_pk" PRIMARY KEY("activity_id","hash")
);
--> statement-breakpoint
CREATE TABLE "attendances" (
	"id" text PRIMARY KEY NOT NULL,
	"activity_id" text NOT NULL,
	"account_id" text NOT NULL,
	"direction" text NOT NULL,
	"at" bigint NOT NULL,
	"how" text NOT NULL,
	"told_by" text NOT NULL,
	"told_at" bigint NOT NULL,
	"is_doubtful" boolean NOT NULL,
	CONSTRAINT "attendances_direction" CHECK ("attendances"."direction" in ('in', 'out')),
	CONSTRAINT "attendances_how" CHECK ("attendances"."how" in ('code', 'pass'))
);
--> statement-breakpoint
CREATE TABLE "birthday_invitations" (
	"account_id" text NOT NULL,
	"month" text NOT NULL,
	CONSTRAINT "birthday_invitations_account_id_month_pk" PRIMARY KEY("account_id","month")
);
--> statement-breakpoint
CREATE TABLE "birthdays" (
	"account_id" text PRIMARY KEY NOT NULL,
	"month" integer NOT NULL,
	"day" integer NOT NULL,
	CONSTRAINT "birthdays_day" CHECK ("birthdays"."month" between 1 and 12 and "birthdays"."day" between 1 and 31)
);
--> statement-breakpoint
CREATE TABLE "calendars" (
	"account_id" text PRIMARY KEY NOT NULL,
	"generation" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hour_corrections" (
	"id" text PRIMARY KEY NOT NULL,
	"activity_id" text NOT NULL,
	"account_id" text NOT NULL,
	"in_at" bigint NOT NULL,
	"out_at" bigint NOT NULL,
	"words" text NOT NULL,
	"state" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"decided_by" text,
	"decided_at" bigint,
	"decided_words" text,
	CONSTRAINT "hour_corrections_state" CHECK ("hour_corrections"."state" in ('asked', 'approved', 'declined')),
	CONSTRAINT "hour_corrections_span" CHECK ("hour_corrections"."in_at" < "hour_corrections"."out_at"),
	CONSTRAINT "hour_corrections_by_others" CHECK ("hour_corrections"."asked_by" <> "hour_corrections"."account_id" and ("hour_corrections"."decided_by" is null
      or ("hour_corrections"."decided_by" <> "hour_corrections"."account_id" and "hour_corrections"."decided_by" <> "hour_corrections"."asked_by")))
);
--> statement-breakpoint
CREATE TABLE "patrol_notes" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"post_id" text NOT NULL,
	"area_id" text NOT NULL,
	"finding" text NOT NULL,
	"words" text NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"at" bigint NOT NULL,
	CONSTRAINT "patrol_notes_finding" CHECK ("patrol_notes"."finding" in ('fine', 'watch'))
);
--> statement-breakpoint
CREATE TABLE "volunteer_cards" (
	"id" text PRIMARY KEY NOT NULL,
	"serial" text NOT NULL,
	"account_id" text NOT NULL,
	"words" jsonb NOT NULL,
	"code" text NOT NULL,
	"made_at" bigint NOT NULL,
	"withdrawn_at" bigint
);
--> statement-breakpoint
CREATE TABLE "volunteer_hours" (
	"activity_id" text NOT NULL,
	"account_id" text NOT NULL,
	"minutes" integer NOT NULL,
	"team_id" text,
	"day" text NOT NULL,
	"counted_at" bigint NOT NULL,
	CONSTRAINT "volunteer_hours_activity_id_account_id_pk" PRIMARY KEY("activity_id","account_id"),
	CONSTRAINT "volunteer_hours_minutes" CHECK ("volunteer_hours"."minutes" between 0 and 1440 and "volunteer_hours"."minutes" % 15 = 0)
);
--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signups" ADD CONSTRAINT "signups_opening_id_openings_id_fk" FOREIGN KEY ("opening_id") REFERENCES "public"."openings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signups" ADD CONSTRAINT "signups_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_made_by_accounts_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_published_by_accounts_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_messages" ADD CONSTRAINT "activity_messages_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_photos" ADD CONSTRAINT "activity_photos_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "birthday_invitations" ADD CONSTRAINT "birthday_invitations_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "birthdays" ADD CONSTRAINT "birthdays_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_corrections" ADD CONSTRAINT "hour_corrections_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_corrections" ADD CONSTRAINT "hour_corrections_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_corrections" ADD CONSTRAINT "hour_corrections_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_corrections" ADD CONSTRAINT "hour_corrections_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "patrol_notes" ADD CONSTRAINT "patrol_notes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_cards" ADD CONSTRAINT "volunteer_cards_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_hours" ADD CONSTRAINT "volunteer_hours_activity_id_activities_id_fk" FOREIGN KEY ("activity_id") REFERENCES "public"."activities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volunteer_hours" ADD CONSTRAINT "volunteer_hours_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reminders_due" ON "reminders" USING btree ("at") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "reminders_by_ref" ON "reminders" USING btree ("ref");--> statement-breakpoint
CREATE UNIQUE INDEX "openings_by_ref" ON "openings" USING btree ("kind","ref");--> statement-breakpoint
CREATE UNIQUE INDEX "signups_in_order" ON "signups" USING btree ("opening_id","seq");--> statement-breakpoint
CREATE INDEX "signups_by_account" ON "signups" USING btree ("account_id","state");--> statement-breakpoint
CREATE INDEX "signups_offered" ON "signups" USING btree ("answer_by") WHERE state = 'offered';--> statement-breakpoint
CREATE UNIQUE INDEX "teams_by_name" ON "teams" USING btree ("area_id","name");--> statement-breakpoint
CREATE INDEX "activities_by_beginning" ON "activities" USING btree ("state","starts_at");--> statement-breakpoint
CREATE INDEX "activities_by_team" ON "activities" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "activity_messages_by_activity" ON "activity_messages" USING btree ("activity_id","at");--> statement-breakpoint
CREATE INDEX "activity_photos_by_hash" ON "activity_photos" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "attendances_by_person" ON "attendances" USING btree ("activity_id","account_id");--> statement-breakpoint
CREATE INDEX "birthdays_by_month" ON "birthdays" USING btree ("month");--> statement-breakpoint
CREATE INDEX "hour_corrections_by_activity" ON "hour_corrections" USING btree ("activity_id","account_id");--> statement-breakpoint
CREATE INDEX "patrol_notes_by_area" ON "patrol_notes" USING btree ("area_id","at");--> statement-breakpoint
CREATE INDEX "patrol_notes_by_account" ON "patrol_notes" USING btree ("account_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "volunteer_cards_by_serial" ON "volunteer_cards" USING btree ("serial");--> statement-breakpoint
CREATE INDEX "volunteer_cards_by_account" ON "volunteer_cards" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "volunteer_hours_by_account" ON "volunteer_hours" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "volunteer_hours_by_team" ON "volunteer_hours" USING btree ("team_id");