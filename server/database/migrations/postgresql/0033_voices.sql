CREATE TABLE "links" (
	"from_kind" text NOT NULL,
	"from_ref" text NOT NULL,
	"to_kind" text NOT NULL,
	"to_ref" text NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL,
	CONSTRAINT "links_from_kind_from_ref_to_kind_to_ref_pk" PRIMARY KEY("from_kind","from_ref","to_kind","to_ref"),
	CONSTRAINT "links_lead_on" CHECK ("links"."from_kind" <> "links"."to_kind" or "links"."from_ref" <> "links"."to_ref")
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"step" text NOT NULL,
	"at" bigint NOT NULL,
	"part" text NOT NULL,
	"actor_id" text NOT NULL,
	"unit_id" text,
	"words" text
);
--> statement-breakpoint
CREATE TABLE "voice_photos" (
	"voice_id" text NOT NULL,
	"hash" text NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "voice_photos_voice_id_hash_pk" PRIMARY KEY("voice_id","hash")
);
--> statement-breakpoint
CREATE TABLE "voice_supporters" (
	"voice_id" text NOT NULL,
	"account_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "voice_supporters_voice_id_account_id_pk" PRIMARY KEY("voice_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "voice_verdicts" (
	"voice_id" text NOT NULL,
	"round" integer NOT NULL,
	"account_id" text NOT NULL,
	"is_done" boolean NOT NULL,
	"words" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "voice_verdicts_voice_id_round_account_id_pk" PRIMARY KEY("voice_id","round","account_id")
);
--> statement-breakpoint
CREATE TABLE "voices" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"text" text NOT NULL,
	"page" text NOT NULL,
	"area_id" text NOT NULL,
	"account_id" text,
	"code_digest" text,
	"is_anonymous" boolean NOT NULL,
	"at" bigint NOT NULL,
	"shown_at" bigint NOT NULL,
	"supporters" integer DEFAULT 0 NOT NULL,
	"unit_id" text,
	"awaits" text,
	"promised_at" bigint,
	"due_at" bigint,
	"met_at" bigint,
	"choose_by" bigint,
	"reply_words" text,
	"replied_at" bigint,
	"replied_by" text,
	"round" integer DEFAULT 0 NOT NULL,
	"merged_into" text,
	"hide_reason" text,
	"hidden_from" text,
	"ended_by" text,
	"appealed_at" bigint,
	"talk_id" text,
	"changed_at" bigint NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "voices_kind" CHECK ("voices"."kind" in ('wish', 'opinion', 'question', 'complaint', 'praise')),
	CONSTRAINT "voices_state" CHECK ("voices"."state" in
        ('open', 'promised', 'answered', 'done', 'judged', 'declined', 'merged', 'hidden')),
	CONSTRAINT "voices_are_somebodys" CHECK (("voices"."account_id" is null) <> ("voices"."code_digest" is null)),
	CONSTRAINT "voices_supporters" CHECK ("voices"."supporters" >= 0),
	CONSTRAINT "voices_merged_are_merged" CHECK ("voices"."state" <> 'merged' or "voices"."merged_into" is not null),
	CONSTRAINT "voices_hidden_have_reasons" CHECK (("voices"."state" = 'hidden') = ("voices"."hide_reason" is not null)),
	CONSTRAINT "voices_promise_is_whole" CHECK (("voices"."promised_at" is null) = ("voices"."due_at" is null)),
	CONSTRAINT "voices_promised_have_days" CHECK ("voices"."state" <> 'promised' or "voices"."due_at" is not null),
	CONSTRAINT "voices_reply_is_whole" CHECK (("voices"."reply_words" is null) = ("voices"."replied_at" is null))
);
--> statement-breakpoint
INSERT INTO "voices" ("id", "kind", "state", "text", "page", "area_id", "account_id", "is_anonymous", "at", "shown_at", "awaits", "promised_at", "due_at", "met_at", "reply_words", "replied_at", "replied_by", "changed_at", "changed_by") SELECT "id", 'complaint', CASE WHEN "replied_at" IS NULL THEN 'open' ELSE 'answered' END, "text", "page", coalesce((SELECT min("areas"."id") FROM "areas"), '4201'), "account_id", false, "at", "at", CASE WHEN "replied_at" IS NULL THEN 'staff' END, "at" + 1814400000, "at" + 1814400000, "replied_at", "reply_words", "replied_at", "replied_by", coalesce("replied_at", "at"), coalesce("replied_by", 'system') FROM "complaints";--> statement-breakpoint
INSERT INTO "steps" ("id", "kind", "ref", "step", "at", "part", "actor_id", "words") SELECT "id", 'voice', "id", 'answered', "replied_at", 'staff', coalesce("replied_by", 'system'), "reply_words" FROM "complaints" WHERE "replied_at" IS NOT NULL;--> statement-breakpoint
DROP TABLE "complaints" CASCADE;--> statement-breakpoint
ALTER TABLE "voice_photos" ADD CONSTRAINT "voice_photos_voice_id_voices_id_fk" FOREIGN KEY ("voice_id") REFERENCES "public"."voices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_supporters" ADD CONSTRAINT "voice_supporters_voice_id_voices_id_fk" FOREIGN KEY ("voice_id") REFERENCES "public"."voices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_supporters" ADD CONSTRAINT "voice_supporters_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_verdicts" ADD CONSTRAINT "voice_verdicts_voice_id_voices_id_fk" FOREIGN KEY ("voice_id") REFERENCES "public"."voices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_verdicts" ADD CONSTRAINT "voice_verdicts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voices" ADD CONSTRAINT "voices_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voices" ADD CONSTRAINT "voices_merged_into_voices_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."voices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_by_target" ON "links" USING btree ("to_kind","to_ref");--> statement-breakpoint
CREATE INDEX "steps_by_thing" ON "steps" USING btree ("kind","ref","at");--> statement-breakpoint
CREATE INDEX "voice_photos_by_hash" ON "voice_photos" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "voice_supporters_by_person" ON "voice_supporters" USING btree ("account_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "voices_by_code" ON "voices" USING btree ("code_digest");--> statement-breakpoint
CREATE INDEX "voices_by_account" ON "voices" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "voices_by_area" ON "voices" USING btree ("area_id","state","shown_at");--> statement-breakpoint
CREATE INDEX "voices_by_unit" ON "voices" USING btree ("unit_id") WHERE unit_id is not null;--> statement-breakpoint
CREATE INDEX "voices_merged" ON "voices" USING btree ("merged_into") WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX "voices_by_talk" ON "voices" USING btree ("talk_id") WHERE talk_id is not null;