CREATE TABLE "longer_hours" (
	"ref" text NOT NULL,
	"from" bigint NOT NULL,
	"until" bigint NOT NULL,
	"area_id" text NOT NULL,
	"opens" integer NOT NULL,
	"closes" integer NOT NULL,
	CONSTRAINT "longer_hours_ref_from_pk" PRIMARY KEY("ref","from"),
	CONSTRAINT "longer_hours_span" CHECK ("longer_hours"."from" < "longer_hours"."until" and "longer_hours"."opens" < "longer_hours"."closes")
);
--> statement-breakpoint
CREATE TABLE "announcements" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"area_id" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"stations_open" integer,
	"stations_close" integer,
	"version" integer NOT NULL,
	"made_by" text NOT NULL,
	"changed_at" bigint NOT NULL,
	"changed_by" text NOT NULL,
	"end_words" text,
	CONSTRAINT "announcements_kind" CHECK ("announcements"."kind" in ('notice', 'alert')),
	CONSTRAINT "announcements_span" CHECK ("announcements"."starts_at" <= "announcements"."ends_at"),
	CONSTRAINT "announcements_times_are_whole" CHECK (("announcements"."stations_open" is null) = ("announcements"."stations_close" is null))
);
--> statement-breakpoint
ALTER TABLE "activities" DROP CONSTRAINT "activities_kind";--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_made_by_accounts_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "longer_hours_by_end" ON "longer_hours" USING btree ("until");--> statement-breakpoint
CREATE INDEX "announcements_by_end" ON "announcements" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "announcements_by_maker" ON "announcements" USING btree ("made_by");--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_kind" CHECK ("activities"."kind" in ('volunteering', 'course', 'birthday', 'talk'));