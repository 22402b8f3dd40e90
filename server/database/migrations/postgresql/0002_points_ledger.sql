DROP INDEX "point_accounts_one_per_owner";--> statement-breakpoint
CREATE TABLE "lapse_reminders" (
	"account_id" text NOT NULL,
	"cutoff" text NOT NULL,
	"reminded_at" bigint NOT NULL,
	CONSTRAINT "lapse_reminders_account_id_cutoff_pk" PRIMARY KEY("account_id","cutoff")
);
--> statement-breakpoint
CREATE TABLE "point_cap_limits" (
	"cap" text PRIMARY KEY NOT NULL,
	"max" integer NOT NULL,
	"set_by" text NOT NULL,
	"set_at" bigint NOT NULL,
	CONSTRAINT "point_cap_limits_max" CHECK ("point_cap_limits"."max" between 0 and 100000)
);
--> statement-breakpoint
CREATE TABLE "point_corrections" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"amount" integer NOT NULL,
	"words" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"debt" integer DEFAULT 0 NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"decided_by" text,
	"decided_at" bigint,
	"decided_words" text,
	CONSTRAINT "point_corrections_amount" CHECK ("point_corrections"."amount" <> 0 and "point_corrections"."amount" between -100000 and 100000),
	CONSTRAINT "point_corrections_state" CHECK ("point_corrections"."state" in ('asked', 'approved', 'declined')),
	CONSTRAINT "point_corrections_decided" CHECK (("point_corrections"."state" = 'asked') = ("point_corrections"."decided_by" is null) and ("point_corrections"."decided_by" is null) = ("point_corrections"."decided_at" is null)),
	CONSTRAINT "point_corrections_by_two" CHECK ("point_corrections"."asked_by" <> "point_corrections"."account_id" and ("point_corrections"."decided_by" is null or ("point_corrections"."decided_by" <> "point_corrections"."asked_by" and "point_corrections"."decided_by" <> "point_corrections"."account_id"))),
	CONSTRAINT "point_corrections_debt" CHECK ("point_corrections"."debt" >= 0 and ("point_corrections"."debt" = 0 or ("point_corrections"."state" = 'approved' and "point_corrections"."debt" <= -"point_corrections"."amount")))
);
--> statement-breakpoint
DROP INDEX "transfers_by_credit";--> statement-breakpoint
DROP INDEX "transfers_by_debit";--> statement-breakpoint
ALTER TABLE "point_cap_limits" ADD CONSTRAINT "point_cap_limits_set_by_accounts_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_corrections" ADD CONSTRAINT "point_corrections_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_corrections" ADD CONSTRAINT "point_corrections_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "point_corrections" ADD CONSTRAINT "point_corrections_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "point_corrections_by_state" ON "point_corrections" USING btree ("state","asked_at");--> statement-breakpoint
CREATE INDEX "point_corrections_by_account" ON "point_corrections" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "transfers_by_time" ON "transfers" USING btree ("posted_at","id");--> statement-breakpoint
CREATE INDEX "transfers_by_credit" ON "transfers" USING btree ("credit","posted_at","id","kind","amount");--> statement-breakpoint
CREATE INDEX "transfers_by_debit" ON "transfers" USING btree ("debit","posted_at","id","kind","amount");--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_correction_by_two" CHECK ("transfers"."reason" <> 'points.corrected' or ("transfers"."approver_id" is not null and "transfers"."approver_id" <> "transfers"."actor_id" and "transfers"."approver_id" <> "transfers"."debit" and "transfers"."approver_id" <> "transfers"."credit" and "transfers"."actor_id" <> "transfers"."debit" and "transfers"."actor_id" <> "transfers"."credit"));--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_known_ways" CHECK (("transfers"."kind" = 'post' and "transfers"."debit" = 'issued' and "transfers"."credit" not in ('spent', 'expired'))
    or ("transfers"."kind" = 'post' and "transfers"."debit" not in ('issued', 'spent', 'expired') and (("transfers"."credit" = 'issued' and "transfers"."reason" = 'points.corrected') or ("transfers"."credit" = 'expired' and "transfers"."reason" = 'points.lapsed')))
    or ("transfers"."kind" <> 'post' and "transfers"."debit" not in ('issued', 'spent', 'expired') and "transfers"."credit" = 'spent'));