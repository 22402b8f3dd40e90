-- Sums by day are counted anew, as sums by month and by day: the keys of the old ones are no keys of the new.
DELETE FROM "figure_days";--> statement-breakpoint
CREATE TABLE "figure_months" (
	"area_id" text NOT NULL,
	"month" text NOT NULL,
	"kind" text NOT NULL,
	"filed" integer NOT NULL,
	"accepted" integer NOT NULL,
	"assigned" integer NOT NULL,
	"working" integer NOT NULL,
	"resolved" integer NOT NULL,
	"closed" integer NOT NULL,
	"declined" integer NOT NULL,
	"unable" integer NOT NULL,
	"merged" integer NOT NULL,
	"withdrawn" integer NOT NULL,
	"was_resolved" integer NOT NULL,
	"was_reopened" integer NOT NULL,
	"rated" integer NOT NULL,
	"scores" integer NOT NULL,
	"mended" integer NOT NULL,
	"came_back" integer NOT NULL,
	"settled" integer NOT NULL,
	"settled_late" integer NOT NULL,
	"fell_due" integer NOT NULL,
	CONSTRAINT "figure_months_area_id_month_kind_pk" PRIMARY KEY("area_id","month","kind")
);
--> statement-breakpoint
ALTER TABLE "figure_days" DROP CONSTRAINT "figure_days_area_id_day_kind_pk";--> statement-breakpoint
ALTER TABLE "figure_days" ADD CONSTRAINT "figure_days_area_id_day_pk" PRIMARY KEY("area_id","day");--> statement-breakpoint
CREATE INDEX "figure_reports_by_time" ON "figure_reports" USING btree ("filed_at","area_id","kind","state","was_reopened","came_back");--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "kind";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "accepted";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "assigned";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "working";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "resolved";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "closed";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "declined";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "unable";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "merged";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "withdrawn";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "was_resolved";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "was_reopened";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "rated";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "scores";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "mended";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "came_back";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "settled_late";--> statement-breakpoint
ALTER TABLE "figure_days" DROP COLUMN "fell_due";