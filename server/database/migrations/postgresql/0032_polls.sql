CREATE TABLE "poll_boxes" (
	"poll_id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "poll_named_votes" (
	"poll_id" text NOT NULL,
	"account_id" text NOT NULL,
	"option" integer NOT NULL,
	CONSTRAINT "poll_named_votes_poll_id_account_id_pk" PRIMARY KEY("poll_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "poll_options" (
	"poll_id" text NOT NULL,
	"option" integer NOT NULL,
	"text" text NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	CONSTRAINT "poll_options_poll_id_option_pk" PRIMARY KEY("poll_id","option"),
	CONSTRAINT "poll_options_place_is_whole" CHECK (("poll_options"."latitude" is null) = ("poll_options"."longitude" is null))
);
--> statement-breakpoint
CREATE TABLE "poll_tallies" (
	"poll_id" text NOT NULL,
	"option" integer NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "poll_tallies_poll_id_option_pk" PRIMARY KEY("poll_id","option"),
	CONSTRAINT "poll_tallies_n" CHECK ("poll_tallies"."n" >= 0)
);
--> statement-breakpoint
CREATE TABLE "poll_voters" (
	"poll_id" text NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "poll_voters_poll_id_account_id_pk" PRIMARY KEY("poll_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "polls" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"question" text NOT NULL,
	"words" text NOT NULL,
	"area_id" text NOT NULL,
	"audience" text NOT NULL,
	"works" jsonb NOT NULL,
	"companies" jsonb NOT NULL,
	"ballot" text NOT NULL,
	"quorum" integer NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"version" integer NOT NULL,
	"made_by" text NOT NULL,
	"changed_at" bigint NOT NULL,
	"changed_by" text NOT NULL,
	"end_words" text,
	"entitled" integer NOT NULL,
	"turnout" integer,
	"outcome" text,
	CONSTRAINT "polls_state" CHECK ("polls"."state" in ('published', 'cancelled', 'counted')),
	CONSTRAINT "polls_ballot" CHECK ("polls"."ballot" in ('secret', 'named')),
	CONSTRAINT "polls_span" CHECK ("polls"."starts_at" <= "polls"."ends_at"),
	CONSTRAINT "polls_counted_have_an_outcome" CHECK (("polls"."state" = 'counted') = ("polls"."outcome" is not null))
);
--> statement-breakpoint
ALTER TABLE "poll_boxes" ADD CONSTRAINT "poll_boxes_poll_id_polls_id_fk" FOREIGN KEY ("poll_id") REFERENCES "public"."polls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_named_votes" ADD CONSTRAINT "poll_named_votes_poll_id_polls_id_fk" FOREIGN KEY ("poll_id") REFERENCES "public"."polls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_named_votes" ADD CONSTRAINT "poll_named_votes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_options" ADD CONSTRAINT "poll_options_poll_id_polls_id_fk" FOREIGN KEY ("poll_id") REFERENCES "public"."polls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_tallies" ADD CONSTRAINT "poll_tallies_poll_id_polls_id_fk" FOREIGN KEY ("poll_id") REFERENCES "public"."polls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_voters" ADD CONSTRAINT "poll_voters_poll_id_polls_id_fk" FOREIGN KEY ("poll_id") REFERENCES "public"."polls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_voters" ADD CONSTRAINT "poll_voters_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "polls" ADD CONSTRAINT "polls_made_by_accounts_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "poll_named_votes_by_account" ON "poll_named_votes" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "poll_voters_by_account" ON "poll_voters" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "polls_by_end" ON "polls" USING btree ("state","ends_at");--> statement-breakpoint
CREATE INDEX "polls_by_area" ON "polls" USING btree ("area_id","ends_at");