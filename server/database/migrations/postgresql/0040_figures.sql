CREATE TABLE "figure_cursors" (
	"source" text PRIMARY KEY NOT NULL,
	"up_to" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "figure_days" (
	"area_id" text NOT NULL,
	"day" text NOT NULL,
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
	CONSTRAINT "figure_days_area_id_day_kind_pk" PRIMARY KEY("area_id","day","kind")
);
--> statement-breakpoint
CREATE TABLE "figure_points" (
	"day" text NOT NULL,
	"way" text NOT NULL,
	"amount" integer NOT NULL,
	CONSTRAINT "figure_points_day_way_pk" PRIMARY KEY("day","way")
);
--> statement-breakpoint
CREATE TABLE "figure_reports" (
	"report_id" text PRIMARY KEY NOT NULL,
	"area_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"filed_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"answered_at" bigint,
	"settled_at" bigint,
	"was_resolved" boolean NOT NULL,
	"was_reopened" boolean NOT NULL,
	"score" integer,
	"north" integer,
	"east" integer,
	"square" text,
	"came_back" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "figure_visits" (
	"area_id" text NOT NULL,
	"day" text NOT NULL,
	"hour" integer NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "figure_visits_area_id_day_hour_pk" PRIMARY KEY("area_id","day","hour")
);
--> statement-breakpoint
CREATE TABLE "figure_waits" (
	"area_id" text NOT NULL,
	"month" text NOT NULL,
	"kind" text NOT NULL,
	"of" text NOT NULL,
	"wait" integer NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "figure_waits_area_id_month_kind_of_wait_pk" PRIMARY KEY("area_id","month","kind","of","wait")
);
--> statement-breakpoint
CREATE INDEX "figure_reports_by_square" ON "figure_reports" USING btree ("kind","square") WHERE square is not null;--> statement-breakpoint
CREATE INDEX "figure_reports_open" ON "figure_reports" USING btree ("area_id","due_at","kind") WHERE state in ('filed', 'accepted', 'assigned', 'working');--> statement-breakpoint
CREATE INDEX "accounts_registered" ON "accounts" USING btree ("area_id","role","company","work","registered_at") WHERE registered_at is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "entries_by_receipt" ON "entries" USING btree ("received_at");